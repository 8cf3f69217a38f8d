"""Words that say no, as patterns parted by white space.

Add to them what a false alarm has shown, and a case to tests/cases/checks/negation.txt.
"""

ENGLISH_WORDS = r"""
    abort\w* absen\w* anonym\w* avoid\w* away bad\w* bare barely before beyond blank broken
    cancel\w* cannot conflict\w* corrupt\w* damag\w* deaf deni\w* deny\w* deprecat\w* differ\w*
    disconnect\w* either else empt\w* exact\w* exceed\w* except\w* exclu\w* exhaust\w* expir\w*
    fail\w* false\w* few\w* forb\w* free hardly hid\w* ignor\w* instead inverse invert\w*
    lack\w* least leav\w* left less limit\w* little los[ts]\w* miss\w* mut\w* neither neutral\w*
    never no no-\w+ nobody none nor not nothing nowhere null off offline omit\w* only opaque
    otherwise partial\w* prevent\w* prohibit\w* rare\w* rather read-only refus\w* regardless
    reject\w* remov\w* restrict\w* scarcely skip\w* stand-?alone still stop\w* strict\w*
    suppress\w* than till too truncat\w* unless until void without wrong\w* zero
"""
"""Whole words of English after which a negation in the translation is no surprise."""

ENGLISH_SIGNS = r"""
    \bout\sof\b \berror\w* \bproblem \byet\b \bobsolete \bpermanent
    \b(?:un(?!i[cfoqtvx]|der)|dis(?![cpkt])|disco[nmu]|dispa|dist[or])-?[a-z]{3,}
    \b(?:non|mis|asym|anti|ir|ille)-?[a-z]{3,} \bnon\b [Uu]nknown \bpremature \bambiguous \bgone\b
    \bgarbled \bflaky \bpristine \boverrid \bprotect \braw\b \bdry\srun \b0\sof
    \bim(?:possib|proper|perfect|mut|mob|practic|permiss|plaus|precis|patien)\w+
    \bin(?:a[cdp]|co[mnr]|ca|de[fp]|effe|effi|elig|equal|exac|exist|fini|flex|freq|oper|sec)\w+
    \bin(?:sens|signif|soluble|suf|vali|visib|volun|accur|adver|differ)\w+
    \b\w+less\b
    n['’]t\b [-_]no\b \bno[-_] != ≠ \?$ _unread n_one \bn/a\b \blow\b \bmay\b \bmal\w+ \bstray
    whil outside expected \bnotitle
"""
"""The same, as parts of words: un-, in-, -less, n't."""

NOT_NEGATIVE = r"""
    \bnot\s(?:only|just|merely|simply|least|until|less|more|later|earlier|exceed\w*)\b
    \bor\snot\b \bif\snot\b \bwhy\s(?:not|don['’]t)\b
    \bno\s(?:later|less|more|fewer|matter|longer\sthan|doubt|sooner|one)\b
    \bnothing\s(?:but|other|more|less)\b \bcannot\sbut\b \bnot\syet\b
    \bnot\s(?:be\s)?(?:un\w+|invalid|empty|blank|impossible|in|on)\b
    \bwithout\s(?:limit\w*|exception|fail|doubt|change|charge)\b \byes\b.*\bno\b
    \bn['’]t\s(?:just|only|you)\b
    ^(?:Are|Is|Do|Does|Did|Can|Could|Would|Has|Have|Were|Was)n['’]t\b[^.]*\?$
"""
"""English with a negative word that denies nothing, or that others say without one."""

KOREAN = r"""
    않 없 아니 아닌 아닙 아님 아닐 아녜 못 지\s?마(?:시|세|십|라) 지\s?말 (?:^|[^가-힣])안\s
    안\s?[되돼됩됨했하함합할쓰보나] 얼마\s없 부적 무기능 [a-z]-(?:only|safe) 말\s?것 마십
    마세요 금지 불가 불능 불필 불완 불명 불일 불법 불량 불충 불투 불안 불규 불합 불허
    미(?:지원|정|사용|설정|설치|등록|완|지정|해결|확인|만|번역|처리|할당)
    미(?:지의|구현|포함|존재|달|선택|검)
    비(?:활성|어|었|우|워|정상|공개|대화|호환|표준|암호|연결|연속) 빈\s
    무(?:시|효|제한|관|단|료|음|명|손실|작위|색|소속|한|조건) 실패 거부 제외
    빠[지진졌져집] 빼 음소거
    생략 모르 모릅 모른 취소 중지 중단 해제 잘못 오류 틀[리린립렸] 부족 잃 방지 차단 피하 피해
    어긋 어렵 이외 외에 외의 전까지 없이 다르 다른 다릅 달라 대신 끄 끕 꺼 초과 뿐 만\s 넘
    깨[지진졌] 끊 숨기 숨김 벗어 상관 독립 말고 막 전에 이전 놓[치친] 놔 남[아은습] 버[리려]
    그만 건너 반대 인데도 싫 덜 미해 그대로 어떤\s.*도 도\s(?:없|않)
    NOT Not not No no none None [Nn]ever
"""
"""What may carry the negation of a source in Korean."""

JAPANESE = r"""
    ない ません ませぬ ダメ だめ 禁 保留 破棄 [るくすつぬむうぐぶ]な(?:と|。|$)
    [一-鿿込]まず [^みま必]ず(?:[に、。]|$|[^つられ]) せず れず わず らず えず [ぁ-ん]ぬ
    なく なし 無 不 非 未 だけ しか 拒否 除[外くいき] 以外 異な 違[うっい] 省略 抜[きけ]
    欠 空[のでに] 空$ 間違 誤 取り消 キャンセル 中止 中断 解除 防[ぐい] 避け 外[すし] オフ 超え
    超過 前に 止め やめ 代わり わずに せずに なけれ なかっ べからず まい 隠 逆 ノン なき 困難
    難し 忘れ 無視 スキップ 飛ばし 残[しす] そのまま 失 足り 切れ 別[のに] のみ 続 外れ オフライン
    [Nn]ot NOT [Nn]o\b [Nn]ever アン
"""
"""What may carry the negation of a source in Japanese."""

CORE_KOREAN = r"""
    않 없 아니 아닌 아닙 아님 아닐 못 지\s?마(?:시|세|십|라) 지\s?말 말\s?것 마십 마세요
    모르 모릅 모른
    안\s?[되돼됩됨] 금지 불가 불능 불필 불완 불명 불일 불법 불허 미지원 실패 거부 제외 어렵 힘[들든]
    잃 오류 잘못 말고 막[혀힌히아] NOT Not not
"""
"""What may carry "cannot" in Korean."""

CORE_JAPANESE = r"""
    ない ません ませぬ ず(?:[に、。]|$) [ぁ-ん]ぬ なく なし なけれ なかっ 無 不 非 未 禁 拒否
    失 除外 以外
    難し 困難 異な しか だけ エラー
"""
"""What may carry "cannot" in Japanese."""

SURE_KOREAN = r"""
    지\s않[습았은는을다기고아] 지\s못[했하합] 수[도는가]?\s없 [가이]\s아닙니다 [가이]\s아니다
    지\s마(?:십|세|시) 없습니다 없다 없음
"""
"""What is a negation in Korean whatever stands beside it."""

SURE_JAPANESE = r"""
    ません(?!か|[。]?[?？])
    [いくさしらかまなたわばがれきけせてめべ]ない(?:。|で(?:く|、|下さい|ください)|$|(?=[一-鿿ァ-ヺ]))
    てはいけ てはなら
"""
"""What is a negation in Japanese whatever stands beside it."""

IN_FORM = r"""
    なけれ なくて ねば ないと しか かもしれ かまいません かどうか だけでな だけではな すぎ に過ぎ
    않으면 밖에 뿐만 이상\s없 문제\s없 틀림없 問題ありません 異常ありません
    構いません 忘れないで 無けれ
"""
"""Negations in form only, Korean and Japanese: must, may, only, not only."""
