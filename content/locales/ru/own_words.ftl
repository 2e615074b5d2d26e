# OWN WORDS and the path of the one who hurts.
own-words-question = Похоже, речь вот о чём. Всё так?

# What was heard, as behaviours. The text itself is never repeated.
heard-physical = • бьют, толкают, душат или запирают
heard-sexual = • трогают против воли или принуждают к интимному
heard-psychological = • оскорбляют, угрожают или всё контролируют
heard-economic = • отбирают деньги, еду, документы или не дают работать
heard-digital = • угрозы, фото или аккаунты в интернете
heard-stalking = • следят, преследуют или постоянно звонят
heard-bullying = • травят одноклассники или ровесники
heard-forced_marriage = • увезли, чтобы выдать замуж, или принуждают к браку
heard-trafficking = • заставляют работать, просить деньги или оказывать интимные услуги
heard-minor = • речь о том, кому нет 18
heard-third_party = • Вы пишете за другого человека
heard-own_behaviour = • Вы причиняете кому-то боль и хотите остановиться

own-behaviour-thanks = Спасибо, что говорите об этом. Это можно остановить, и в этом можно получить помощь.
own-behaviour-now = Если кому-то сейчас больно или опасно, звоните. Скорая { $ambulance } · полиция { $police } · служба спасения { $rescue }
own-behaviour-lines = Поговорить можно по номерам { $contact } и { $trust }. Имя не нужно.
