# When somebody is there, from the duty hours in the roster.
duty-now = Сейчас дежурит консультант. Конец дежурства: { $until }.
duty-later = Сейчас никто из консультантов не дежурит. Следующее дежурство начнётся: { $from }.
duty-always = Консультанты дежурят днём и ночью.
duty-unknown = Я не знаю, когда будет консультант.
duty-call-first = Если нужно поговорить раньше, позвоните { $contact } или { $trust }.
# Only from a measurement of closed requests.
wait-pace = В последнее время на большинство заявок отвечали в течение { $hours ->
    [one] { $hours } часа
    [few] { $hours } часов
    [many] { $hours } часов
   *[other] { $hours } часов
}.

# CONSENT. { $unclaimed } and { $claimed } are counts of days.
consent-readers = Заявку могут прочитать только консультанты из проверенного списка. Её может открыть и запасной ключ. Он хранится без интернета, на крайний случай.
consent-telegram = То, что Вы здесь пишете, идёт через Telegram. Из чата я это удаляю.
consent-kept = Если заявку никто не возьмёт, содержание стирается через { $unclaimed ->
    [one] { $unclaimed } день
    [few] { $unclaimed } дня
    [many] { $unclaimed } дней
   *[other] { $unclaimed } дней
}. Если консультант возьмёт, оно стирается через { $claimed ->
    [one] { $claimed } день
    [few] { $claimed } дня
    [many] { $claimed } дней
   *[other] { $claimed } дней
} после этого. Потом и зашифрованные копии никто не откроет.
consent-number = По номеру, который Вы оставите, могут понять, кто Вы. Оставьте тот, который для Вас безопасен.
consent-bill = Консультант звонит с обычного номера. Звонок может остаться в списке вызовов или в счёте.
consent-secrecy = Консультанты хранят тайну. Если чья-то жизнь в опасности, возможно, придётся сказать тем, кто может помочь.
consent-withdraw = После отправки Вы получите код. Можно оставить и скрытое сообщение. И то и другое позволяет отменить заявку.
consent-closed = Когда заявку отменяют или закрывают, её содержание стирается сразу. Зашифрованные копии станут нечитаемыми в те же сроки.

consent-minor-person = По оставленному номеру пишет или звонит живой человек, а не бот.
consent-minor-told = Если Вас кто-то обижает, консультанту, возможно, придётся сообщить службе защиты детей. Это нужно, чтобы Вас больше не обижали.
consent-minor-unknown = Без номера мы не знаем, кто Вы.

what-then-sealed = Ваши ответы у нас под замком. Открыть их могут консультанты из списка. Есть и запасной ключ на крайний случай.
what-then-call = Консультант берёт заявку и звонит в выбранные Вами часы. Если есть кодовое слово, сначала он спросит его.
what-then-nobody = Если заявку никто не возьмёт за { $unclaimed ->
    [one] { $unclaimed } день
    [few] { $unclaimed } дня
    [many] { $unclaimed } дней
   *[other] { $unclaimed } дней
}, содержание стирается. Если консультант возьмёт, оно стирается через { $claimed ->
    [one] { $claimed } день
    [few] { $claimed } дня
    [many] { $claimed } дней
   *[other] { $claimed } дней
} после этого. Позвонить { $contact } или { $trust } можно в любое время.

not-now-body = Звонок консультанта сейчас невозможен. Можно позвонить по этим номерам.

# The questions, one a card.
how-question = Как консультанту с Вами связаться?
how-trace = Звонок или сообщение могут увидеть в телефоне или в счёте.
how-call = Позвонить мне
how-text = Написать на мой номер
how-either = Можно и так, и так
how-here = Ответить в этом чате

number-question = Напишите номер для связи. Подойдёт номер любой страны.
number-example = Например: +7 701 000 00 00
number-trace = Ваше сообщение я удаляю из чата.

when-question = Когда с Вами безопасно связаться? Время алматинское.
when-any = В любое время
when-now = Как можно скорее
when-morning = Утром
when-day = Днём
when-evening = Вечером
when-night = Ночью
when-days-question = В какие дни?
days-any = В любой день
days-weekdays = По будням
days-weekend = По выходным

someone-else-question = Что делать, если ответит кто-то другой? Безопаснее положить трубку, без голосовых сообщений и SMS.
someone-else-hang_up = Положить трубку
someone-else-wrong_number = Сказать «не тот номер»
someone-else-ask_for_name = Позвать меня по имени
voicemail-question = Можно ли консультанту оставить голосовое сообщение?
sms-question = Можно ли консультанту отправить SMS?

name-question = Как консультанту Вас называть? Подойдёт любое имя. Просто напишите его.
code-word-question = С кодовым словом никто не ответит вместо Вас. Консультант сначала спросит его. Выберите слово или напишите своё, например «{ $word }».
code-word-0 = абрикос
code-word-1 = чайник
code-word-2 = фонарик
code-word-3 = радуга
code-word-4 = варежка
code-word-5 = напёрсток
code-word-6 = одуванчик
code-word-7 = зонтик
more-question = Можно рассказать ещё, своими словами, до { $limit ->
    [one] { $limit } знака
    [few] { $limit } знаков
    [many] { $limit } знаков
   *[other] { $limit } знаков
}. Можно несколькими сообщениями.
more-not-needed = Можно и не писать. Для звонка подробности не нужны.
more-so-far = { $written ->
    [one] Пока сохранён { $written } знак.
    [few] Пока сохранено { $written } знака.
    [many] Пока сохранено { $written } знаков.
   *[other] Пока сохранено { $written } знаков.
}

# REVIEW. Values stand under spoilers.
review-head = Проверьте, пожалуйста. Нажмите на скрытые слова, чтобы увидеть их. Пока ничего не отправлено.
review-how = Как связаться: { $value }
review-number = Номер: { $value }
review-when = Когда: { $value }
review-someone-else = Если ответит другой: { $value }
review-voicemail-yes = голосовое можно
review-voicemail-no = без голосовых
review-sms-yes = SMS можно
review-sms-no = без SMS
review-name = Имя: { $value }
review-code-word = Кодовое слово: { $value }
review-words = Вашими словами: { $value }
review-along = Консультант увидит и Ваш выбор, и ответы на вопросы.
review-leaving = Если выйти после отправки, заявка не отменится. Отменить её можно кодом или через скрытое сообщение.

# SENT: shown only once the request stands in the queue.
sent-sealed = Ваша заявка хранится у нас под замком и ждёт.
sent-if-nobody-by = Если уже { $time }, а ответа нет, позвоните { $contact } или { $trust }. Можно позвонить и раньше.
sent-if-nobody = Ещё можно в любое время позвонить { $contact } или { $trust }.
# The code looks like the number of a parcel, under a spoiler.
sent-code = Ваш код: { $code }. Он виден только в этом сообщении.
sent-goes = Через { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
    [many] { $minutes } минут
   *[other] { $minutes } минут
} без нажатий это сообщение удалится вместе с кодом.
sent-code-use = По нему можно узнать, что с заявкой, или отменить её. Откройте /help и нажмите «У меня есть код». Запишите код, как номер посылки, в надёжном месте.
sent-hidden = Или оставьте в чате скрытое сообщение. Оно ничего не говорит, пока не нажать ▶. Нажать может любой, у кого этот телефон.
sent-stays = Выход стирает это сообщение. Заявка остаётся.
# STATUS: how a request stands. Only what was looked up just now.
status-waiting = Ваша заявка ждёт консультанта.
status-taken = Ваша заявка у консультанта.
status-tried = С Вами пробовали связаться. Будет ещё одна попытка.
status-answered = На Вашу заявку ответили, она закрыта.
status-closed = Ваша заявка закрыта.
status-nobody = Вашу заявку никто не смог взять вовремя. Позвоните, пожалуйста, по одному из этих номеров.
status-unanswered = На Вашу заявку не успели ответить, её срок вышел. Позвоните, пожалуйста, по одному из этих номеров.
status-withdrawn = Эта заявка отменена.
status-not-kept = Об этой заявке больше ничего не хранится.

# WITHDRAWN: shown only once the request was withdrawn. { $days } is a count of days.
withdrawn-waiting = Ваша заявка отменена. Её содержание здесь стёрто.
withdrawn-taken = Ваша заявка отменена, её содержание здесь стёрто. До этого она была у консультанта. Её могли прочитать, запомнить или записать.
withdrawn-copies = Может остаться зашифрованная копия. Её ключ исчезнет самое позднее через { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дней
}. Потом её никто не откроет.

# PHRASE
phrase-question = Напишите 12 цифр кода. Пробелы не важны.
