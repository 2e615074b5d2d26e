# FOLLOW-UP: questions and answers. Every question can be skipped, and an answer is never shown again.
follow-up-why = Жауабыңыздан тек нөмірлер мен кеңестердің реті өзгереді. Кез келген сұрақты өткізіп жібере аласыз.
help-neck = Мойынды қысқанның зардабы, ізі болмаса да, кейін білінуі мүмкін. Дәрігерге бүгін көрініңіз: { $ambulance }.

ask-now = Дәл қазір қауіпті бірдеңе болып жатыр ма?
answer-now-yes = Иә, қазір
answer-now-dying = Өлім туралы ойлап жүрмін
answer-now-not_sure = Анық білмеймін
answer-now-no = Жоқ

ask-hurts = Мұны кім істеп жүр?
answer-hurts-family = Жұбайым немесе отбасындағы адам
answer-hurts-peers = Сыныптастарым немесе қатарластарым
answer-hurts-boss = Жұмыс беруші немесе мені жібермей отырған адам
answer-hurts-other = Басқа адам

ask-touch = Соңғы рет қашан болды?
answer-touch-under_3_days = Соңғы 3 күннің ішінде
answer-touch-under_5_days = 3–5 күн бұрын
answer-touch-earlier = Одан бұрын
answer-touch-goes_on = Әлі жалғасып жатыр

ask-control = Бұл көбіне қайда болады?
answer-control-home = Үйде
answer-control-follows = Соңымнан аңдиды, тексере береді
answer-control-online = Хабарламада немесе интернетте
answer-control-school = Мектепте немесе колледжде

ask-leave = Қалаған кезде кетіп қала аласыз ба?
answer-leave-yes = Иә
answer-leave-family_keeps = Жоқ, үйдегілер жібермейді
answer-leave-made_to_work = Жоқ, мәжбүрлеп жұмыс істетеді

ask-online = Нақты не болып жатыр?
answer-online-pictures = Жеке суретімді таратты не таратам деп қорқытады
answer-online-mocking = Чатта мазақ қылады
answer-online-watching = Телефонымды, қайда жүргенімді бақылайды
answer-online-money = Ақша талап етеді
answer-online-account = Аккаунтымды бұзды не жалған аккаунт ашты

ask-follows = Бұл кім?
answer-follows-partner = Жұбайым немесе бұрынғы жұбайым
answer-follows-other = Басқа адам
answer-follows-online = Тек интернеттен білемін

ask-peers = Олар не істейді?
answer-peers-hit = Ұрады немесе затымды тартып алады
answer-peers-insult = Қорлайды, араларына қоспайды
answer-peers-chats = Чатта жазады, видео таратады
answer-peers-touch = Денемді ұстайды

ask-marriage = Қазір қайдасыз?
answer-marriage-kept = Сол жерден жібермей отыр
answer-marriage-pressed = Үйдемін, бірақ маған қысым жасап жатыр
answer-marriage-lives_there = Өз еркімсіз сол үйде тұрып жатырмын
answer-marriage-afraid = Солай болып қала ма деп қорқамын

ask-work = Бұл қандай жұмыс?
answer-work-unpaid = Ақы төлемейді, құжаттарымды алып қойды
answer-work-intimate = Денемді сатуға мәжбүрлейді
answer-work-other = Қайыр сұрау, жүк тасу немесе басқа жұмыс
answer-work-abroad = Шетелде жүрмін

ask-cannot_name = Өлім туралы не өзіңізге зиян келтіру туралы ойлайсыз ба?
answer-cannot_name-yes = Иә
answer-cannot_name-not_sure = Білмеймін
answer-cannot_name-no = Жоқ

ask-weapon = Ол адам қару не басқа зат кезенді ме? «Тірі қалдырмаймын» деп Сізді немесе балаларды қорқытты ма?
answer-weapon-yes = Иә
answer-weapon-no = Жоқ

ask-neck = Ол адам Сізді буындырған немесе мойныңыздан қысқан кезі болды ма?
answer-neck-recently = Иә, бүгін немесе кеше
answer-neck-earlier = Иә, бұрын
answer-neck-no = Жоқ

ask-could_kill = Ол адам өміріңізге қауіп төндіруі мүмкін деп ойлайсыз ба?
answer-could_kill-yes = Иә
answer-could_kill-no = Жоқ

ask-worse = Соңғы айларда бұл жиілеп немесе күшейіп кетті ме?
answer-worse-yes = Иә
answer-worse-no = Жоқ

ask-leaving = Жақында кеттіңіз бе немесе кеткелі жүрсіз бе? Әлде ол адам соңыңыздан аңди ма, бәрін бақылай ма?
answer-leaving-yes = Иә, осындай жағдай бар
answer-leaving-no = Жоқ

ask-other = Тағы бірдеңе бар ма?
answer-other-hit = Қол да көтереді
answer-other-intimate = Қаламасам да, жыныстық әрекетке мәжбүрлейді
answer-other-control = Қорлайды, бақылайды
answer-other-money = Ақша не құжат жағынан қиындық бар
answer-other-online = Интернетте мазалайды не соңымнан аңдиды
answer-other-nothing = Басқа ештеңе жоқ
