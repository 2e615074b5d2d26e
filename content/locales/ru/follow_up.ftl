# FOLLOW-UP: questions and answers. Every question can be skipped.
follow-up-why = От ответов зависит порядок номеров и советов. Если Вы попросите о звонке, их увидит и консультант. Любой вопрос можно пропустить.
help-neck = Вред от сдавленной шеи может проявиться позже, даже без следов. Покажитесь врачу сегодня: { $ambulance }.

ask-now = Прямо сейчас происходит что-то опасное?
answer-now-yes = Да, сейчас
answer-now-dying = Думаю о смерти
answer-now-not_sure = Не знаю точно
answer-now-no = Нет

ask-hurts = Кто причиняет Вам боль?
answer-hurts-family = Партнёр или кто-то из семьи
answer-hurts-peers = Одноклассники или ровесники
answer-hurts-boss = Тот, на кого работаю или кто меня держит
answer-hurts-other = Кто-то другой

ask-touch = Когда Вас в последний раз трогали против Вашей воли?
answer-touch-under_3_days = Меньше 3 дней назад
answer-touch-under_5_days = От 3 до 5 дней назад
answer-touch-earlier = Раньше
answer-touch-goes_on = Это продолжается

ask-control = Где чаще всего оскорбляют или контролируют?
answer-control-home = Дома
answer-control-follows = За мной следят, меня проверяют
answer-control-online = В сообщениях или в интернете
answer-control-school = В школе или колледже

ask-leave = Можете ли Вы уйти, когда хотите?
answer-leave-yes = Да
answer-leave-family_keeps = Нет, не пускает семья
answer-leave-made_to_work = Нет, меня заставляют работать

ask-online = Что происходит в интернете?
answer-online-pictures = Интимные фото показали или грозят показать
answer-online-mocking = Травят в чатах
answer-online-watching = Следят за телефоном или за тем, где я
answer-online-money = Требуют деньги
answer-online-account = Взломали аккаунт или сделали поддельный

ask-follows = Кто за Вами следит?
answer-follows-partner = Партнёр или бывший партнёр
answer-follows-other = Кто-то другой
answer-follows-online = Знаю только по интернету

ask-peers = Что делают одноклассники или ровесники?
answer-peers-hit = Бьют или отбирают вещи
answer-peers-insult = Обзывают, не принимают к себе
answer-peers-chats = Пишут в чатах, выкладывают видео
answer-peers-touch = Трогают моё тело

ask-marriage = Вас хотят выдать замуж или женить. Где Вы сейчас?
answer-marriage-kept = Меня там держат
answer-marriage-pressed = Дома, но на меня давят
answer-marriage-lives_there = Живу там против своей воли
answer-marriage-afraid = Боюсь, что это случится

ask-work = Какую работу Вас заставляют делать?
answer-work-unpaid = Без оплаты, документы забрали
answer-work-intimate = Интимные услуги
answer-work-other = Просить деньги, носить вещи или другое
answer-work-abroad = Это за границей

ask-cannot_name = Думаете ли Вы о смерти или о том, чтобы причинить себе вред?
answer-cannot_name-yes = Да
answer-cannot_name-not_sure = Не знаю
answer-cannot_name-no = Нет

ask-weapon = Было ли оружие или угроза убить Вас или детей?
answer-weapon-yes = Да
answer-weapon-no = Нет

ask-neck = Этот человек хоть раз душил Вас или давил на шею?
answer-neck-recently = Да, сегодня или вчера
answer-neck-earlier = Да, раньше
answer-neck-no = Нет

ask-could_kill = Может ли этот человек убить или тяжело ранить Вас, как Вам кажется?
answer-could_kill-yes = Да
answer-could_kill-no = Нет

ask-worse = За последние месяцы это стало чаще или хуже?
answer-worse-yes = Да
answer-worse-no = Нет

ask-leaving = Вы недавно ушли или собираетесь уйти? Этот человек следит за Вами или всё контролирует?
answer-leaving-yes = Да, что-то из этого
answer-leaving-no = Нет

ask-other = Есть ли что-то ещё?
answer-other-hit = Ещё и бьют
answer-other-intimate = Интимное, чего я не хочу
answer-other-control = Оскорбления и контроль
answer-other-money = Деньги или документы
answer-other-online = В интернете или следят за мной
answer-other-nothing = Больше ничего
