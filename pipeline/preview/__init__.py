"""The site in a browser while one works on it: served from memory, and shown anew when it changes.

What is served comes from editions that the stage ``preview`` makes; nothing here reads a project,
and no request reaches the disk. Starlette, uvicorn and watchfiles are the extra ``serve``.
"""
