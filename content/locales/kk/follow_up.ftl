# FOLLOW-UP: questions and answers. Every question can be skipped.
follow-up-why = Жауабыңызға қарай нөмірлер мен кеңестердің реті өзгереді. Қоңырау сұрасаңыз, жауаптарыңызды кеңесші де көреді. Кез келген сұрақты өткізіп жіберуге болады.
help-neck = Мойыннан қысса, ізі қалмаса да, зардабы кейін білінуі мүмкін. Дәрігерге бүгін-ақ көрініңіз. Жедел жәрдем: { $ambulance }.

ask-now = Дәл қазір қауіпті бірдеңе болып жатыр ма?
answer-now-yes = Иә, қазір
answer-now-dying = Өлім туралы ойлай беремін
answer-now-not_sure = Анық білмеймін
answer-now-no = Жоқ

ask-hurts = Сізге кім қол жұмсайды?
answer-hurts-family = Жұбайым, сүйген адамым немесе отбасымдағы біреу
answer-hurts-peers = Сыныптастарым немесе құрдастарым
answer-hurts-boss = Жұмыс берушім немесе мені еріксіз ұстап отырған адам
answer-hurts-other = Басқа адам

ask-touch = Қаламасаңыз да, денеңізді соңғы рет қашан ұстады?
answer-touch-under_3_days = 3 күн толған жоқ
answer-touch-under_5_days = 3–5 күн болды
answer-touch-earlier = Одан да бұрын
answer-touch-goes_on = Әлі жалғасып жатыр

ask-control = Қорлау мен бақылау көбіне қайда болады?
answer-control-home = Үйде
answer-control-follows = Соңыма түсіп аңдиды, қайда жүргенімді тексере береді
answer-control-online = Чатта немесе интернетте
answer-control-school = Мектепте немесе колледжде

ask-leave = Қалаған кезіңізде ол жерден кете аласыз ба?
answer-leave-yes = Иә
answer-leave-family_keeps = Жоқ, үйдегілер жібермейді
answer-leave-made_to_work = Жоқ, мәжбүрлеп жұмыс істетеді

ask-online = Интернетте не болып жатыр?
answer-online-pictures = Жеке суретімді таратты немесе «таратамын» деп қорқытады
answer-online-mocking = Чатта мазақ қылады
answer-online-watching = Телефонымды тексереді, қайда жүргенімді бақылайды
answer-online-money = Ақша талап етеді
answer-online-account = Аккаунтымды бұзды немесе атымнан жалған аккаунт ашты

ask-follows = Соңыңызға түсіп аңдып жүрген кім?
answer-follows-partner = Жұбайым, сүйген адамым немесе бұрынғысы
answer-follows-other = Басқа адам
answer-follows-online = Оны тек интернет арқылы танимын

ask-peers = Сыныптастарыңыз немесе құрдастарыңыз не істейді?
answer-peers-hit = Ұрады немесе затымды тартып алады
answer-peers-insult = Қорлайды, араларына қоспайды
answer-peers-chats = Чатта жаман сөз жазады, мен туралы видео таратады
answer-peers-touch = Қаламасам да, денемді ұстайды

ask-marriage = Сізді некеге мәжбүрлеп жатыр. Қазір қайдасыз?
answer-marriage-kept = Мені алып кетті, сол жерден жібермей отыр
answer-marriage-pressed = Үйдемін, бірақ некеге мәжбүрлеп жатыр
answer-marriage-lives_there = Сол үйде еріксіз тұрып жатырмын
answer-marriage-afraid = Әзірге үйдемін, алып кете ме деп қорқамын

ask-work = Сізге қандай жұмысты мәжбүрлеп істетеді?
answer-work-unpaid = Ақы төлемейді, құжаттарымды алып қойды
answer-work-intimate = Тәнімді сатуға мәжбүрлейді
answer-work-other = Қайыр сұратады, жүк тасытады немесе басқа жұмыс істетеді
answer-work-abroad = Шетелде жүрмін

ask-cannot_name = Өлім немесе өзіңізге зиян келтіру туралы ойлап жүрсіз бе?
answer-cannot_name-yes = Иә
answer-cannot_name-not_sure = Білмеймін
answer-cannot_name-no = Жоқ

ask-weapon = Ол адам қолына қару немесе пышақ алып қорқытты ма? «Тірі қалдырмаймын» деп Сізді немесе балаларды қорқытты ма?
answer-weapon-yes = Иә
answer-weapon-no = Жоқ

ask-neck = Ол адам Сізді бұрын-соңды буындырды ма, мойныңыздан қысты ма?
answer-neck-recently = Иә, бүгін немесе кеше
answer-neck-earlier = Иә, бұрын болған
answer-neck-no = Жоқ

ask-could_kill = Ол өміріңізге қауіп төндіруі немесе ауыр жарақаттауы мүмкін деп ойлайсыз ба?
answer-could_kill-yes = Иә
answer-could_kill-no = Жоқ

ask-worse = Соңғы бірнеше айда бұл жиілеп немесе күшейіп кетті ме?
answer-worse-yes = Иә
answer-worse-no = Жоқ

ask-leaving = Ол адамнан жақында кеттіңіз бе немесе кеткелі жүрсіз бе? Ол Сізді аңди ма, әр қадамыңызды бақылай ма?
answer-leaving-yes = Иә, бірі болса да бар
answer-leaving-no = Жоқ

ask-other = Бұдан басқа да бірдеңе бар ма?
answer-other-hit = Қол да көтереді
answer-other-intimate = Қаламасам да, денемді ұстайды немесе жақындасуға мәжбүрлейді
answer-other-control = Қорлайды, әр қадамымды бақылайды
answer-other-money = Ақшамды немесе құжаттарымды алып қояды
answer-other-online = Интернетте мазалайды немесе соңыма түсіп аңдиды
answer-other-nothing = Басқа ештеңе жоқ
