# OWN WORDS and the path of the one who hurts.
own-words-question = Жазғаныңызды былай түсіндім. Солай ма?

# What was heard, as behaviours. The text itself is never repeated.
heard-physical = • ұрады, итереді, буындырады немесе қамап қояды
heard-sexual = • қаламаса да денесін ұстайды немесе жыныстық әрекетке мәжбүрлейді
heard-psychological = • қорлайды, қорқытады немесе әр қадамын бақылайды
heard-economic = • ақша, тамақ, құжат бермейді немесе жұмыс істетпейді
heard-digital = • интернетте қорқытады, сурет таратады немесе аккаунтқа кіреді
heard-stalking = • соңынан аңдиды немесе қайта-қайта қоңырау шалады
heard-bullying = • сыныптастары немесе қатарластары жәбірлейді
heard-forced_marriage = • некелесу үшін алып кеткен немесе некеге мәжбүрлейді
heard-trafficking = • мәжбүрлеп жұмыс істетеді, қайыр сұратады немесе денесін саттырады
heard-minor = • әңгіме 18-ге толмаған адам туралы
heard-third_party = • басқа адам үшін жазып отырсыз
heard-own_behaviour = • біреуге зиян келтіріп жүрсіз, енді тоқтағыңыз келеді

own-behaviour-thanks = Мұны айтқаныңызға рақмет. Мұны тоқтатуға болады, ол үшін көмек сұрай аласыз.
own-behaviour-now = Біреу жараланса немесе қазір қауіпті болса, қоңырау шалыңыз. Жедел жәрдем { $ambulance } · полиция { $police } · құтқару қызметі { $rescue }
own-behaviour-lines = Сөйлескіңіз келсе: { $contact } және { $trust }. Атыңызды айту қажет емес.
