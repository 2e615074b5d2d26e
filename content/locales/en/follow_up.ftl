# FOLLOW-UP: questions and answers. Every question can be skipped.
follow-up-why = Your answers order numbers and steps. If you ask for a call, the counsellor sees them too. Skip any question you like.
help-neck = Pressure on the neck can harm later, even if nothing shows. See a doctor today: { $ambulance }.

ask-now = Is anything dangerous happening right now?
answer-now-yes = Yes, now
answer-now-dying = I think about dying
answer-now-not_sure = I am not sure
answer-now-no = No

ask-hurts = Who hurts you?
answer-hurts-family = A partner or someone in the family
answer-hurts-peers = Classmates or peers
answer-hurts-boss = The one I work for, or who holds me
answer-hurts-other = Someone else

ask-touch = When did someone last touch you against your will?
answer-touch-under_3_days = Less than 3 days ago
answer-touch-under_5_days = 3 to 5 days ago
answer-touch-earlier = Earlier
answer-touch-goes_on = It still goes on

ask-control = Where do insults or control happen most?
answer-control-home = At home
answer-control-follows = They follow me or check on me
answer-control-online = In messages or online
answer-control-school = At school or college

ask-leave = Can you leave when you want?
answer-leave-yes = Yes
answer-leave-family_keeps = No, the family keeps me
answer-leave-made_to_work = No, I am made to work

ask-online = What happens online?
answer-online-pictures = They share private pictures, or threaten to
answer-online-mocking = They mock me in chats
answer-online-watching = They watch my phone or where I am
answer-online-money = They demand money
answer-online-account = A hacked or a fake account

ask-follows = Who follows or watches you?
answer-follows-partner = A partner or a former partner
answer-follows-other = Someone else
answer-follows-online = I know them only online

ask-peers = What do classmates or peers do?
answer-peers-hit = They hit me or take my things
answer-peers-insult = They insult me or leave me out
answer-peers-chats = They write in chats or share videos
answer-peers-touch = They touch my body

ask-marriage = They want you to marry. Where are you now?
answer-marriage-kept = They keep me there
answer-marriage-pressed = At home, but they press me
answer-marriage-lives_there = I live there against my will
answer-marriage-afraid = I am afraid it will happen

ask-work = What kind of work are you made to do?
answer-work-unpaid = No pay, and they took my papers
answer-work-intimate = Intimate services
answer-work-other = Begging, carrying things, or other work
answer-work-abroad = I am abroad

ask-cannot_name = Do you think about dying, or about hurting yourself?
answer-cannot_name-yes = Yes
answer-cannot_name-not_sure = I do not know
answer-cannot_name-no = No

ask-weapon = Was there a weapon, or a threat to kill you or children?
answer-weapon-yes = Yes
answer-weapon-no = No

ask-neck = Has this person ever choked you or pressed on your neck?
answer-neck-recently = Yes, today or yesterday
answer-neck-earlier = Yes, earlier
answer-neck-no = No

ask-could_kill = Do you think this person could kill you or badly hurt you?
answer-could_kill-yes = Yes
answer-could_kill-no = No

ask-worse = In the last months, has it become worse or more frequent?
answer-worse-yes = Yes
answer-worse-no = No

ask-leaving = Have you just left, or do you plan to leave? Does this person follow you or control everything?
answer-leaving-yes = Yes, some of this
answer-leaving-no = No

ask-other = Is there something else too?
answer-other-hit = They also hit
answer-other-intimate = Intimate things I do not want
answer-other-control = Insults and control
answer-other-money = Money or papers
answer-other-online = Online, or they follow me
answer-other-nothing = Nothing else
