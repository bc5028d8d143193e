# Everything that the bot says, in English. Another language is a file like this one beside it.
# A name is { $name }, and comes with marks that keep its own direction of writing. Telegram's HTML
# may stand in a sentence, except in those whose comment says "no markup".

## The language itself

# As it calls itself. No markup.
language-name = English

## Who the bot is

# The commands in Telegram's menu: at most 256 characters. No markup.
command-enroll = Teach me a face: /enroll Ann, with a photo
command-people = Whom I know in this chat
command-forget = Forget somebody: /forget Ann
command-cancel = Drop what I asked you
command-privacy = What I keep, and how to be forgotten
command-help = How all of this works

start =
    Hello! I learn faces and tell you who is in a photo.

    1. Send me a photo of somebody with the caption <code>/enroll Ann</code>.
    2. Then send me any photo: I tell you whom each face looks like.

    What you teach me stays in this chat. /help says more.
start-in-group =
    Hello! I learn faces and tell you who is in a photo.

    1. Send a photo of somebody with the caption <code>/enroll Ann</code>, or reply with that to a photo.
    2. Then send any photo: I tell you whom each face looks like.

    What this group teaches me stays in this group. /privacy says what I keep.
help =
    <b>Teach me a face:</b> send a photo with the caption <code>/enroll Ann</code>.
    <b>Ask me who it is:</b> send a photo. I name up to five people of this chat whom it looks like. It is a resemblance, never a proof.

    /who: answer the photo that you reply to
    /people: whom I know here
    <code>/forget Ann</code>: delete all I keep of Ann
    /settings: my language, and more
    /cancel: drop what I asked you
    /privacy: what I keep
    /mydata, /forgetme: what I keep of you, and deleting it

    Would you like to know more?
# $days: for how many days backups are kept at most; 0 where nobody said.
privacy =
    <b>What I keep of a person I was taught</b>
    The name, a list of numbers that describes the face, a small picture of the face, a number by which I know the same photo again, and which account taught me, and when. If you taught me your own face: also that it is your account. All of it belongs to one chat, and no other chat can search it.

    <b>What I do not keep</b>
    Photos that you only ask about, and what people write. For a day I know which photos I answered, by Telegram's own number of the photo, where the faces are, and whom of this chat they are like, so that the buttons under my answer work. A message to me is noted until it is answered; then it is deleted.

    <b>In groups that have me watch for somebody, or where somebody asked me to with /protect</b>
    For 30 days I know which photos met a rule, who posted them, and what was done about it. The admins are shown such a photo. I look at the profile photos of who joins, once, and of who asks to, each time; for 30 days I know that I did, and I keep none of them that meets no rule. I know when somebody came or first posted a photo, for half a year after their last one; who asked me to protect them, and whose photos no rule is to meet, until that is taken back; and by a number, for a year, the pictures that an admin said are of somebody else. If newcomers may post only so many photos: for seven days when they did. If a member reports a message: for 30 days who wrote it, how it begins, and who reported it.

    <b>How long</b>
    Until somebody has me forget it, or has me leave: seven days after I was put out of a group, or blocked, I delete everything of that chat. Who did what (no pictures, no names) is kept for 90 days, for the admins.

    <b>Where</b>
    In the database of whoever runs this bot, and nowhere else. Photos reach me through Telegram. { $days ->
        [0] Backups, if there are any, are theirs to delete; they have not said for how long they keep them.
        [one] Backups are kept for at most { $days } day.
       *[other] Backups are kept for at most { $days } days.
    }

    <b>Your rights</b>
    /forgetme deletes your name, the numbers and pictures of your face, and the link with your account: sent in a group, there; sent to me in private, everywhere, with what /optout keeps. What is noted in groups for a time stays until that is over; /mydata shows it. /optout: your name is not said any more; sent to me in private, also where others taught me your face. /mydata: everything that I keep of you, as a file. /protect: what shall come of photos of you that others post in a group. <code>/forget Ann</code> deletes everything of Ann's in this chat; for five minutes that can be undone. /people says whom I know here.
# $username: the bot's own, without the @.
privacy-mode =
    <b>In this group I see only commands and replies to me</b>, because my privacy mode is on. So reply to one of my messages with a photo to ask who it is, and teach me with <code>/enroll</code> as caption or as a reply (where other bots are, <code>/enroll@{ $username } Ann</code>).
    To let me see every photo, make me an admin here; or whoever owns me sends /setprivacy to @BotFather, picks @{ $username }, then Disable, and adds me to the group again.

## Who is in a photo

no-face-here = I can't see a face in this photo. One that shows it clearly, from the front, works best.
nobody-yet =
    { $faces ->
        [1] I see a face, but I don't know anybody in this chat yet.
        [one] I see { $faces } face, but I don't know anybody in this chat yet.
       *[other] I see { $faces } faces, but I don't know anybody in this chat yet.
    }
    Reply to the photo with <code>/enroll</code> and a name, and I will.
uncalibrated = <i>This model is not calibrated: I can't tell how many strangers would score this high.</i>
# The three verdicts on a face. Never "is": a resemblance is no proof.
verdict-match = This looks like { $name }.
verdict-possible = This might be { $name }.
verdict-unknown = I don't know this person.
most-alike = Most alike here:
face-count =
    { $faces ->
        [one] { $faces } face:
       *[other] { $faces } faces:
    }

## Teaching a face

who = Whose face shall I learn? Send me the name.
who-is-this = Who is this? Send me the name.
who-in-group = Whose face shall I learn? Reply to this message with the name.
who-is-this-in-group = Who is this? Reply to this message with the name.
photo-wanted = Send me a photo of { $name }, alone in it if you can.
photo-wanted-in-group = Reply to this message with a photo of { $name }.
still-wanted = I am waiting for a photo of { $name }. /cancel drops that.
which-face = Which one is { $name }?
too-many-faces =
    { $faces ->
        [one] There is { $faces } face
       *[other] There are { $faces } faces
    } in this photo, too many to choose from. Crop the photo to { $name } and send it again.
bad-name = A name needs 1 to { $longest } visible characters. For example: <code>/enroll Ann</code>
learnt-first =
    { $photos ->
        [one] Learnt: I now know { $name } from { $photos } photo. Another photo of { $plain } would make me surer.
       *[other] Learnt: I now know { $name } from { $photos } photos. Another photo of { $plain } would make me surer.
    }
learnt-more =
    { $photos ->
        [one] Added: I now know { $name } from { $photos } photo.
       *[other] Added: I now know { $name } from { $photos } photos.
    }
learnt-already =
    { $photos ->
        [one] I had this photo already. I know { $name } from { $photos } photo.
       *[other] I had this photo already. I know { $name } from { $photos } photos.
    }
learnt-several =
    { $photos ->
        [one] Added { $new }: I now know { $name } from { $photos } photo.
       *[other] Added { $new }: I now know { $name } from { $photos } photos.
    }
learnt-none-new =
    { $photos ->
        [one] I had these photos already. I know { $name } from { $photos } photo.
       *[other] I had these photos already. I know { $name } from { $photos } photos.
    }
of-photo = Photo { $place }: { $told }
cancelled = Cancelled.
nothing-to-cancel = There is nothing to cancel.
none-chosen = Cancelled: { $name } was not learnt from this photo.

# Notices after a click, and buttons. No markup.
button-closed = This button is too old. Please start anew.
question-closed = This question is closed. Send the photo again to start anew.
not-yours = Only the person who asked can choose here.
cancelled-notice = Cancelled.
choosing = Learning { $name }…
cancel-button = Cancel

## Doubts about a photo

doubt-small = This face is too small for me: { $seen } pixels across, and I need { $wanted }. Please send a closer photo, or this one as a file, which keeps its detail.
doubt-blurred = This face is blurred: its sharpness is { $seen }, and I need { $wanted }. Please send a sharper photo.
doubt-dark = This face is too dark: its brightness is { $seen } of 255, and I need { $wanted }. Please send a photo with more light on the face.
doubt-bright = This face has too much light on it: { $seen } of it is plain white, and I can work with { $wanted } at most. Please send a photo that is less bright.
doubt-faint = I can hardly make out this face: its contrast is { $seen } of 127, and I need { $wanted }. Please send a photo in better light.
doubt-turned = This face looks away: it is turned { $seen } to the side, and I can work with { $wanted } at most. Please send a photo from the front.
doubt-hidden = I can't see all of this face: it is turned away or partly covered. As a face from the front it scores { $seen }, and I need { $wanted }. Please send a photo from the front, without cap, sunglasses or hands before the face.
doubt-another = This looks like { $other } ({ $score }), whom I know already. Shall I add the photo to { $plain }?
doubt-another-than-known = This looks like { $other } ({ $score }), more than like the { $name } I know. Whose photo is it?
doubt-unlike = This does not look like the { $name } I know (the most alike of the photos: { $score }). Is it really { $plain }?
doubt-of-photos =
    { $count ->
        [one] Photo { $places }: { $told }
       *[other] Photos { $places }: { $told }
    }
left-out =
    { $photos ->
        [one] All right, I did not learn { $name } from this photo.
       *[other] All right, I did not learn { $name } from these photos.
    }
known-from =
    { $photos ->
        [one] I know { $name } from { $photos } photo.
       *[other] I know { $name } from { $photos } photos.
    }
asked-below = About { $name } I have another question: see below.

# Buttons. No markup.
use-it-button = Use it anyway
use-them-button = Use them anyway
leave-it-button = Leave it out
leave-them-button = Leave them out
no-button = No
add-to-button = Add to { $name }
no-this-is-button = No, this is { $name }
yes-this-is-button = Yes, this is { $name }

## People

nobody-known = I don't know anybody in this chat yet. Send me a photo with the caption <code>/enroll Ann</code> to change that.
whom-to-forget = Whom shall I forget? Send <code>/forget</code> and the name. /people lists them.
people-known =
    { $people ->
        [one] I know { $people } person in this chat:
       *[other] I know { $people } people in this chat:
    }
person-line =
    { $photos ->
        [one] { $number }. { $name } – { $photos } photo
       *[other] { $number }. { $name } – { $photos } photos
    }
page-of = Page { $page } of { $pages }
forgotten =
    { $photos ->
        [one] Forgotten: { $name }, with { $photos } photo.
       *[other] Forgotten: { $name }, with { $photos } photos.
    }
unknown-person = I don't know anybody called { $name } in this chat. /people lists whom I know.

## What does not work

no-face = I can't see a face in this photo. Please send one that shows it clearly, from the front.
cannot-read = I can't read this photo. Please send it again, or another one.
file-gone = Telegram no longer gives me this photo. Please send it again.
photo-empty = This file is empty. Please send the photo again.
photo-unreadable = I can't read this as a photo. I read JPEG, PNG, WebP, HEIC, GIF and BMP.
photo-damaged = This photo is damaged or incomplete. Please send it again.
# $width and $height come as plain digits.
photo-too-big = This photo is too big: { $width } x { $height } pixels, and I read at most { $most } megapixels. Please send a smaller one.
file-too-big = This file is too big: I read up to { $most } MB. Please send a smaller one, or send it as a photo rather than as a file.
photos-only =
    { $kind ->
        [document] This file is no picture. I read JPEG, PNG, WebP, HEIC, GIF and BMP.
        [sticker] Nice one! But I only know faces on photos. Send me a photo, and I tell you whom it looks like.
        [animation] I can't look at moving pictures. Send me a screenshot of the moment you mean, as a photo.
        [video] I can't look at videos. Send me a screenshot of the moment you mean, as a photo.
        [voice] I have eyes and no ears. Send me a photo, and I tell you whom it looks like.
        [contact] I don't need anybody's number. To teach me somebody's face, send a photo with the caption /enroll and a name.
        [place] I don't know places, only faces. Send me a photo, and I tell you whom it looks like.
        [poll] I have no opinion on that. Send me a photo, and I tell you whom it looks like.
       *[other] I only look at photos. Send me one, and I tell you whom it looks like. /help
    }
hint = Send me a photo, and I tell you whom it looks like. /help says what else I do.
unknown-command = I don't know that command. /help lists what I do.

kept-away = My memory is not answering just now. Your message is kept: I answer as soon as it is back.
kept-busy = So much is asked of my memory just now that it cannot follow. Your message is kept: I answer as soon as it is back.
kept-to-mend = { $trouble } Your message is kept: I answer as soon as that is done.
trouble-other = My memory cannot be used just now: whoever runs me has to look at it.
trouble-full = My memory is full and takes nothing in: whoever runs me has to make room.
trouble-credentials = My memory does not let me in: whoever runs me has to look at my password for it.
trouble-rights = My memory does not let me do that: whoever runs me has to give me the right.
trouble-untrusted = I cannot be sure that it is my memory that answers: whoever runs me has to look at its certificate.
trouble-outdated = My memory is of a version that is too old for me: whoever runs me has to upgrade it.
trouble-another-server = Something else answers where my memory should be: whoever runs me has to look at its address.
trouble-unfit = My memory holds something that is not mine to read: whoever runs me has to look at it.
trouble-key = My memory is sealed with another key than I have: whoever runs me has to look at FACES_KEY_FILE.
trouble-model = The faces here were learnt with another model than I use now, so I cannot compare: whoever runs me has to move them over, or set me back.
broken = Something is wrong on my side, and whoever runs me has to mend it. Please try again later. (reference { $reference })
unforeseen = Sorry, something went wrong on my side. Please try again. (reference { $reference })
given-up = Sorry, I tried several times and could not finish with this. Please try another photo.

## The answer to a photo

looking = Looking…
looking-at = Looking… { $place } of { $of }
in-these-photos =
    { $photos ->
        [one] In this photo:
       *[other] In these { $photos } photos:
    }
no-face-in-it = I can't see a face in it.
# After somebody said so: here it may say "is".
corrected = Corrected: this is a photo of { $name }. Thank you.
told-who = Noted: this is a photo of { $name }. Thank you.
ruled-out = Not { $name }, I was told. Then I don't know who it is.
who-is-number = Who is number { $number }? Send me the name.
who-is-number-in-group = Who is number { $number }? Reply to this message with the name.

# Why? Odds are those of somebody who was never taught here.
nearest = I don't know this person. The nearest is { $name }.
strangers-rare = At most 1 stranger in { $odds } would come this near to somebody I know here.
strangers-some = About 1 stranger in { $odds } would come this near to somebody I know here.
strangers-many = Every second stranger, or more, would come this near to somebody I know here.
nobody-left = I don't know anybody in this chat any more, so there is nobody to compare with.

# $name: whom the face was taken for.
wrong-photo = This is the photo of { $name } that the face is most like. Is it of somebody else? Then remove it, and I stop making this mistake.
no-wrong-photo = I can't find a photo of { $name } that this face is like.

# Buttons and notices. No markup.
suspect-button = Is my photo of { $name } wrong?
remove-it-button = Yes, remove it
keep-it-button = No, keep it
why-button = Why?
who-button = Who is this?
not-button = Not { $name }
somebody-else-button = Somebody else
do-not-know-button = I don't know
back-button = Back
comparing = Comparing…
explained-already = I have answered that already: see above.
not-your-photo = Only the person who sent this photo, or an admin, can choose here.
only-admins-say-who = In this group only its admins can tell me that.
only-they-decide = In this group I learn a face only if that person agrees.
not-known-any-more = I don't know that person here any more.
noted = Noted. Thank you.

## Consent

# What somebody may write for their own name, in small letters, with commas between. No markup.
myself = me, myself
name-of-another = Somebody else here is called { $name }. What else shall I call you?
name-in-telegram-unusable = I cannot call you what you are called in Telegram: a name needs 1 to { $longest } visible characters. What shall I call you?
what-to-call-you = A name needs 1 to { $longest } visible characters. What shall I call you?
name-is-anothers = In this chat { $name } is somebody else, so I learned nothing. With another name I can.
only-admins-teach = In this group the admins decide whose faces I learn. You can always teach me your own: send a photo of yourself with the caption <code>/enroll me</code>.
mention-whom = In this group I learn a face only when the person agrees. Send the photo with <code>/enroll @their_username</code>, and I ask them; or let them send <code>/enroll me</code> with a photo of their own.
mention-with-photo = Please send the photo together with that, as its caption or as a reply to it, and I ask whether I may learn it.
only-admins-forget = In this group only the admins can have me forget somebody else.
do-you-agree =
    { $person }, may I learn your face from this photo? { $asker } would like me to know you as { $name } in this chat.
    I would keep the name, numbers that describe the face, and a small picture of it, for this chat alone, until you or an admin have me forget them. /privacy says more. Nothing is kept unless you agree.
agreed = { $name } agreed.
declined = { $name } did not agree. Nothing was kept.
# Buttons and notices. No markup.
agree-button = I agree
disagree-button = No
agreed-notice = Thank you.
declined-notice = All right, nothing is kept.
only-they-agree = Only the person who was asked can answer.
only-admins-audit = Only the admins of this group can read that.
nothing-done = Nothing was done here yet, or it was so long ago that I keep it no longer.
done-here = What was done here, the latest first (times in UTC):
# What somebody did. $at: a moment; $by: who did it; $whom: to whom.
deed-learnt = { $at } – { $by } taught me { $whom }.
deed-forgotten = { $at } – { $by } had me forget { $whom }.
deed-agreed = { $at } – { $by } agreed to be learnt.
deed-declined = { $at } – { $by } did not agree to be learnt.
deed-forgot-themselves = { $at } – { $by } had me forget themselves ({ $whom }).
deed-unnamed = { $at } – { $by } asked not to be named ({ $whom }).
deed-named = { $at } – { $by } may be named again ({ $whom }).
an-admin = an admin
account-number = account { $number }
forgotten-id = somebody who is forgotten, no. { $id }
unnamed-id = somebody who asked not to be named, no. { $id }
# In the place of a name.
unsaid = (asked not to be named)

## One's own data

not-known-as-you = I don't know which of the people I know is you. Send <code>/enroll me</code> with a photo of yourself in the chat in question; then /forgetme, /optout and /mydata work. Or ask an admin there to send <code>/forget</code> with your name.
not-known-as-you-here = I don't know which of the people here is you. Send <code>/enroll me</code> with a photo of yourself, and I do; then /forgetme and /optout work. Or ask an admin to send <code>/forget</code> with your name. So that I say your name nowhere, send me /optout in our private chat.
really-forget-you =
    { $chats ->
        [0] Shall I forget you? I delete the numbers of your face that I keep so as not to name you. Where others taught me your face, I may then say your name again.
        [one] Shall I forget you? I delete your name, your photos' descriptions and pictures in { $chats } chat, at once and for good.
       *[other] Shall I forget you? I delete your name, your photos' descriptions and pictures in { $chats } chats, at once and for good.
    }
really-forget-you-here = Shall I forget you in this chat? I delete your name, your photos' descriptions and pictures here, at once and for good. Send me /forgetme in private to be forgotten everywhere.
you-are-forgotten =
    { $photos ->
        [one] You are forgotten, with { $photos } photo: your name, the numbers and the picture of your face, and the link with your account are deleted.
       *[other] You are forgotten, with { $photos } photos: your name, the numbers and pictures of your face, and the link with your account are deleted.
    }
# The same, where there was nobody.
nothing-linked = Nothing of a face is linked with your account any more.
nothing-linked-here = Nothing of a face is linked with your account here any more.
# Under these, in private.
optout-deleted = The numbers of your face that I kept so as not to name you are deleted.
# Under all of these.
noted-for-a-time = What is noted in groups for a time, such as warnings and who did what, stays until that is over; /mydata in our private chat shows it.
you-are-kept = All right, nothing was deleted.
opted-out = I will not say your name any more. When a face looks like you I say only that somebody asked not to be named. /optin takes that back, /forgetme deletes what I keep.
opted-in = I may say your name again. /optout takes that back.
# The same, and nowhere else either.
opted-out-everywhere = I say your name nowhere, also where others taught me your face: when a face looks like you I say only that somebody asked not to be named. /optin takes that back, and /forgetme deletes what I keep; send me these in our private chat.
opted-in-but-elsewhere = Here your name may be said again. But you asked me to say it nowhere where I see your face, and that still holds: send me /optin in our private chat to take it back.
# Before somebody agrees to it: plainly, what is kept for it.
optout-elsewhere =
    <b>Not being named where others taught me your face</b>
    For that I have to know you when I see you. If you agree, send me one photo of yourself. I keep of it the numbers that describe your face, with the number of your account, and nothing else: no picture and no name.

    I use them for one thing: in every chat, when a face looks like you, I say only that somebody asked not to be named, and I do not learn that face from others. What they taught me before stays with them. I can err: now and then I will not know you, or take somebody else for you.

    /optin or /forgetme, sent to me here, deletes those numbers at once. Should I be given another way of telling faces apart, they are of no use any more: then I ask you here for another photo, and until I have it your name may be said.

    Please do this for your own face alone.
optout-photo-wanted = Please send me one photo of yourself, with no other face in it. /cancel drops that.
optout-one-face = I need a photo with one face in it, yours alone. Please send another one, or crop this one.
optout-kept = Done. From now on, when a face looks like you, I say in every chat only that somebody asked not to be named. /optin or /forgetme, sent to me here, takes that back and deletes what I keep for it.
optout-declined = All right, nothing is kept.
optout-again = You asked me to say your name nowhere. I have been given another way of telling faces apart, and what I kept for that is of no use any more, so your name may be said just now. If you still do not want it, send me /optout and a photo again; /forgetme deletes what is left.
not-to-be-learnt = This looks like somebody who asked not to be named, so I do not learn this face from others. If it is yours, send <code>/enroll me</code>. If it is somebody else's, another photo may help.
# A button. No markup.
optout-elsewhere-button = Also where others taught you my face
verdict-unnamed = This looks like somebody who asked not to be named.
my-data-in-private = Send me /mydata in our private chat: what I keep of you is for you alone.
my-data =
    { $photos ->
        [0] Of you I keep your choices; none of the people I know is linked with your account.
        [one] Everything that I keep of you: { $photos } photo's description and picture, and your choices.
       *[other] Everything that I keep of you: { $photos } photos' descriptions and pictures, and your choices.
    }
my-data-guarded = In the file, too: the watch rules that you made, and what is noted of you in groups: since when you are in watched ones, warnings, cases, reports, and the audit.
my-data-unnamed = Of you I keep the numbers of your face, so as to name you nowhere; they are in this file, with your choices.
# Buttons and notices. No markup.
forget-me-button = Forget me
keep-me-button = No, keep me
forgetting-notice = Forgetting…

# A mention leads to the account, and Telegram tells who is mentioned.
mention-offer = When a photo in a group shows somebody who looks like you, shall my answer mention you, so that Telegram tells you?
# Buttons and notices. No markup.
mention-me-button = Yes, mention me
mention-notice = All right: from now on I mention you in groups where you taught me your face. /settings in our private chat takes that back.

## People's cards

card =
    { $photos ->
        [one] { $name } – { $photos } photo, since { $since }
       *[other] { $name } – { $photos } photos, since { $since }
    }
card-account = In Telegram: { $account }
card-photo = { $number }. { $at }, taught by { $by }
new-name = What shall I call { $name } from now on? Reply to this message with the name.
renamed = { $old } is called { $name } from now on.
name-taken = Somebody else here is called { $name } already. Reply with another name; or, if both are one person, choose “Merge” under the card.
which-photo = Which photo of { $name } shall I remove?
merge-with-whom = Whose photos are these really? All photos of { $name } become theirs.
really-merge = Shall I make { $name } and { $other } one person, called { $other }? This cannot be undone.
really-forget =
    { $photos ->
        [one] Shall I forget { $name }, with { $photos } photo?
       *[other] Shall I forget { $name }, with { $photos } photos?
    }
which-of-these = Several people have a name like that. Whom do you mean?
put-back = { $name } is back.
name-taken-meanwhile = I cannot put them back now: somebody else is called { $name } by now. Rename that person first.
gone-for-good = It is too late: they are deleted for good.
person-gone-here = This person is not here any more. /people lists whom I know.
deed-photo-removed = { $at } – { $by } removed a photo of { $whom }.
deed-renamed = { $at } – { $by } renamed { $whom }.
deed-merged = { $at } – { $by } merged somebody into { $whom }.
deed-put-back = { $at } – { $by } put { $whom } back.
# Buttons and notices. No markup.
rename-button = Rename
remove-photo-button = Remove a photo
merge-button = Merge with somebody
forget-button = Forget
yes-merge-button = Yes, merge them
yes-forget-button = Yes, forget
undo-button = Undo (5 minutes)
too-late-to-undo = There is nothing to undo any more.
had-themselves-forgotten = They had themselves forgotten, so only they can undo that.
only-admins-change = In this group only the admins can change people, and everybody themselves.
removed-notice = Removed.
photo-gone-already = This photo was removed already.
merged-notice = Merged.
person-gone = This person is not here any more.

## Groups, settings, help

command-who = Whom a photo looks like: as a reply to it, or as its caption
command-settings = My language, and which photos I answer
command-forgetme = Forget me: my name and my face
command-mydata = What I keep of you, as a file
command-audit = Who taught me whom, and had me forget whom
ask-with-photo = Reply to a photo with /who, or send one with the caption /who, and I tell you whom it looks like.
add-to-group-button = Add me to a group

help-teach =
    <b>Teach me a face</b>
    • a photo with the caption <code>/enroll Ann</code>
    • or <code>/enroll Ann</code> as a reply to a photo
    • or <code>/enroll Ann</code> first and the photo after
    • or an album with that caption: all its photos are Ann's
    The same name again adds a photo. Two or three photos of a person help me a lot. If a photo is poor, or looks like somebody else, I ask before I learn it.
help-ask =
    <b>Ask me who it is</b>
    Send a photo, or reply to one with /who. For each face I name up to five people of this chat, the most alike first. The number is the similarity: 1 is the same picture of a face, and the nearer to 1, the more alike. It is a resemblance, never a proof.

    I read JPEG, PNG, WebP, HEIC, GIF and BMP, up to 20 MB. Photos sent as a file keep their detail, so small faces are found better.
help-groups =
    <b>In a group</b>
    I answer photos that show a face. Admins can choose with /settings that I answer only when I know somebody, only when I am asked, or only commands.

    To ask me about any photo, also somebody else's: reply to it with /who, or mention me. What a group teaches me stays in that group.
help-settings =
    <b>Settings</b>
    /settings in our private chat: the language in which I speak to you, and whether I mention you in groups.
    /settings in a group, for its admins: the language there, and which photos I answer.
# What a button is called. No markup.
help-topic-button =
    { $topic ->
        [teach] Teach a face
        [ask] Ask who it is
        [groups] Groups
        [privacy] Privacy
        [watch] Watching a group
       *[settings] Settings
    }

settings-title = <b>Settings of this chat</b>
settings-for-admins = Only admins can change how I behave in this group. Your own language you choose in our private chat: send me /settings there.
setting-line = { $title }: <b>{ $chosen }</b>
gallery-id = If whoever runs me asks: the number of this chat's gallery is <code>{ $gallery }</code>
gallery-none = I know nobody in this chat yet, so it has no gallery.
setting-language-about = In which language shall I speak here?
setting-answers-about =
    Which photos shall I answer in this group?
    /who as a reply to a photo always asks me.
setting-retention-about =
    How long shall I keep somebody after the last photo of them was taught?
    When that time is over I delete them, at once and for good.
setting-mentions-about =
    When a photo in a group shows somebody who looks like you, shall my answer mention you, so that Telegram tells you?
    Only in groups where you taught me your face with <code>/enroll me</code>, and as long as you are there.
setting-slow-about =
    How many photos may somebody post who is new in this group, in their first seven days?
    I delete what is more, and tell them so once. For that I have to be an admin who may delete messages. Admins are not meant, nor whom they always let post.
setting-policy-about =
    Who may have me learn the faces of others, and forget them, in this group?
    Everybody may always teach me their own face with /enroll me, and be forgotten with /forgetme.
answers-hidden = For now I see only commands and replies to me here, because my privacy mode is on, so photos that nobody asks about do not reach me. Make me an admin to change that.
answers-offered = I answer every photo in this group that shows a face. Would you rather have it otherwise? An admin can choose:
answers-now =
    { $answers ->
        [known] All right: I answer only when somebody on the photo looks like a person I know. /settings changes that.
        [mention] All right: I answer only when I am asked: by /who, a reply to me, or a mention. /settings changes that.
        [off] All right: I answer only commands, such as /who as a reply to a photo. /settings changes that.
       *[always] All right: I answer every photo that shows a face. /settings changes that.
    }
# What buttons and notices say. No markup.
setting-language = Language
setting-answers = Answers to photos
language-as-telegram-says = As in Telegram
answers-option =
    { $answers ->
        [known] Only when I know somebody
        [mention] Only when I am asked
        [off] Only commands
       *[always] Every photo with a face
    }
setting-retention = How long I keep people
retention-option =
    { $retention ->
        [half] Half a year after their last photo
        [year] A year after their last photo
       *[ever] Until somebody has me forget them
    }
setting-mentions = Mentions in groups
mentions-option =
    { $mentions ->
        [on] Yes, mention me
       *[off] No
    }
setting-slow = Photos of newcomers
slow-option =
    { $slow ->
        [ten] One in ten minutes
        [hour] One in an hour
       *[off] As many as they like
    }
setting-policy = Who may teach me
policy-option =
    { $policy ->
        [open] Everybody
        [consent] Everybody, if the person agrees
       *[admins] Only admins
    }
retention-now =
    { $retention ->
        [half] Here I keep people for half a year after the last photo of them was taught; then I delete them.
        [year] Here I keep people for a year after the last photo of them was taught; then I delete them.
       *[ever] Here I keep people until somebody has me forget them.
    }
done-button = Done
saved-notice = Saved.
only-admins-choose = Only admins of this group can choose here.

may-not-write = In { $group } I may no longer write, so I say nothing there until an admin lets me write again.
may-not-show = I may not send photos in this group, so where a photo shows several people I can't say who is who. An admin can allow it in the group's permissions, or make me an admin.
sees-as-admin = Thank you! As an admin I see every photo here now.

# To admins. $right: one of theirs.
lacking-title =
    { $count ->
        [one] In { $group } I lack a right that its rules need:
       *[other] In { $group } I lack rights that its rules need:
    }
lacking-delete = <b>{ $right }</b>: what meets a rule stays there, and nobody is warned for it.
lacking-ban = <b>{ $right }</b>: I can neither mute nor ban anybody.
lacking-add = <b>{ $right }</b>: I don't hear of requests to join, and decline none.
lacking-how = Where a rule can't act, I ask you with a card. Whoever may add admins can give me what I lack: in the group's settings, under Administrators.

## Watching

watch-for-admins = Only admins can say what I watch for in this group.
watch-no-group =
    { $more ->
        [0] I know no group that you administer. Add me to one; or, if I am there already, send /watch in it: a button leads from there to here.
       *[other] Of the groups that I looked through you administer none. Send /watch in the one that you mean: a button leads from there to here.
    }
watch-which-group =
    { $more ->
        [0] Which group's photos shall I watch? These you administer. If one is missing, send /watch in it: a button leads from there to here.
       *[other] Which group's photos shall I watch? These you administer, of the first that I looked through. If one is missing, send /watch in it: a button leads from there to here.
    }
watch-title-of = <b>What I watch for</b> in { $group }
watch-title = <b>What I watch for in this group</b>
watch-none =
    Nothing yet. With a rule I tell the admins when a photo shows somebody, ask them what to do, or do it myself.
    A new rule begins with a dry run: nothing is done, and a card says what would have been.
watch-line = { $number }. { $rule }
# Where cards go. $title: of a chat.
desk-admins = A photo that meets a rule becomes a card for the admins: in private, to each who has sent me /start there.
desk-chat = A photo that meets a rule becomes a card in { $title }.
desk-about =
    A photo that meets a rule becomes a card, with buttons for the admins. Where shall cards go?
    In private they reach each admin who has sent me /start there.
# $code: what is to be sent there.
desk-how =
    Choose the chat with the button below. Or send this in the chat, or in the topic, in which cards shall be:
    <code>/watchhere { $code }</code>
    You have to be an admin of both. This is good for 15 minutes. Everybody in that chat will see the cards.
desk-code-wanted = Send /watch in the group whose photos I watch and choose “Where cards go”: I tell you there what to send here.
desk-code-old = This code is too old, or not whole. Send /watch in the group whose photos I watch for a new one.
desk-in-a-group = Send this in the group in which cards shall be. To have them in our private chat, choose “The admins in private” with /watch.
desk-not-both = Only an admin of both groups can have cards sent here. If you write anonymously, I can't see who you are: send it under your own name.
desk-here = From now on, cards from { $title } come here.
# A rule in one sentence, of four parts that follow.
rule = { $when }, { $by }: { $then }. { $mode }
# What a photo shows. $whom: names; $count: of photos or faces; $hours: in which photos are counted.
rule-person = When a photo shows { $whom }
rule-often =
    { $count ->
        [one] { $hours ->
            [1] When more than { $count } photo in an hour shows { $whom }
            [24] When more than { $count } photo in a day shows { $whom }
           *[other] When more than { $count } photo in { $hours } hours shows { $whom }
        }
       *[other] { $hours ->
            [1] When more than { $count } photos in an hour show { $whom }
            [24] When more than { $count } photos in a day show { $whom }
           *[other] When more than { $count } photos in { $hours } hours show { $whom }
        }
    }
rule-stranger = When a photo shows somebody I don't know
rule-face = When a photo shows a face
rule-crowd =
    { $count ->
        [one] When a photo shows more than { $count } face
       *[other] When a photo shows more than { $count } faces
    }
# Names in that: $whom is one or more, $last another, $more how many more.
any-of = { $whom } or { $last }
any-of-more =
    { $more ->
        [one] { $whom } or { $more } more
       *[other] { $whom } or { $more } more
    }
# Who posted it. $people: how many names $whom has.
rule-by =
    { $by ->
        [newcomers] posted by a newcomer
       *[anybody] posted by anybody
    }
rule-by-others =
    { $people ->
        [1] posted by anybody but { $whom }
       *[other] posted by anybody but that person
    }
# What is done. $time: for how long.
rule-then =
    { $then ->
        [ask] ask the admins
        [delete] delete it
        [warn] delete it and warn who posted it
        [mute] delete it and mute who posted it for { $time }
        [ban] delete it and ban who posted it
       *[tell] tell the admins
    }
rule-time =
    { $hours ->
        [1] an hour
        [24] a day
        [168] a week
       *[other] { $hours } hours
    }
# Whether it is done: where the admins are only told or asked, and where something is done.
rule-mode-said =
    { $mode ->
        [dry-run] Dry run.
       *[ask] Switched on.
    }
rule-mode-done =
    { $mode ->
        [dry-run] Dry run.
        [act] At once.
       *[ask] If an admin says so.
    }
rule-quiet = Quiet until { $until } (UTC).
rule-means-dry-run = A dry run: I do nothing, and the cards say what I would have done. When you like what they say, switch the rule on.
rule-means-said = Each photo that meets it becomes a card.
rule-means-ask = I ask first: the card has a button, and nothing is done until an admin presses it.
# $about: people, or faces of anybody.
rule-means-act =
    { $about ->
        [people] I act by myself where I am very sure, and ask where I am less so. Each time there is a card.
       *[faces] I act by myself. Each time there is a card.
    }
rule-never-acts = This rule never acts by itself: in a large group I take one in nine of those whom I know by a single photo for a stranger. So I ask.
rule-never-met = No photo has met it yet.
rule-met =
    { $count ->
        [one] { $count } photo has met it since { $since }.
       *[other] { $count } photos have met it since { $since }.
    }
# $sure and $likely: of these.
rule-met-sure =
    { $count ->
        [one] { $count } photo has met it since { $since }. Sure enough to act by myself: { $sure }; only enough to ask: { $likely }.
       *[other] { $count } photos have met it since { $since }. Sure enough to act by myself: { $sure }; only enough to ask: { $likely }.
    }
rule-made = Made on { $at }.
rule-made-by = Made on { $at } by { $by }.
rule-really-act =
    Shall I do this <b>by myself</b>, without asking anybody: { $then }?

    { $about ->
        [people] I do it only where I am very sure: at most one stranger in a thousand looks so much like those whom the rule watches. Where I am less sure, I ask.
       *[faces] I do it whenever a photo meets the rule.
    } I can be wrong all the same. Admins are never meant. Each time there is a card with which you can take it back; but what is deleted stays deleted.
rule-needs-rights = For that I have to be an admin of this group, with rights that I lack now: { $rights }.
rule-really-delete = Shall I delete this rule? { $rule }
rule-lapsed = I no longer keep anybody whom this rule was about, so I have deleted the rule: { $rule }
# A rule is put together.
draft-when = When shall I take notice? When a photo shows …
draft-people =
    { $chosen ->
        [0] Whom? You can choose several.
        [one] Whom? You can choose several. So far: { $chosen }.
       *[other] Whom? You can choose several. So far: { $chosen }.
    }
draft-crowd = More than how many faces?
draft-often = More than how many photos?
draft-by =
    Posted by whom?
    Admins never meet a rule.
draft-then =
    What then?
    At first this is a dry run, whatever you choose.
draft-mute = Mute who posted it for how long?
draft-save =
    { $rule }

    Is that what you want? Nothing is done yet: a new rule begins with a dry run.
draft-cancelled = No rule was made.
deed-rule-made = { $at } – { $by } made a watch rule.
deed-rule-changed = { $at } – { $by } changed a watch rule.
deed-rule-deleted = { $at } – { $by } deleted a watch rule.
deed-desk-chosen = { $at } – { $by } chose where the cards of watch rules go.
command-watch = What I watch for, and what I do then
help-watch =
    <b>Watching a group</b>
    /watch in a group, for its admins: I tell you when a photo shows a certain person, a stranger, or many faces, ask you what to do, or delete it, and warn, mute or ban who posted it.

    Each rule begins with a dry run, which only says what I would have done. By myself I act only if you say so, and only where I am very sure. Admins never meet a rule, and what I did can be taken back with a button.

    A rule about people is also held against the profile photos of those who join the group, or ask to.
# Buttons and notices. No markup.
new-rule-button = New rule
in-private-button = In private
other-groups-button = Another group
desk-button = Where cards go
exempt-button = Always allowed: { $count }
desk-admins-button = The admins in private
desk-another-button = Another chat
desk-choose-button = Choose the chat
draft-when-button =
    { $when ->
        [person] A person I know
        [often] A person too often
        [stranger] Somebody I don't know
        [crowd] Many faces
       *[face] Any face
    }
draft-by-button =
    { $by ->
        [newcomers] Newcomers
        [others] Anybody but that person
       *[anybody] Anybody
    }
draft-then-button =
    { $then ->
        [ask] Ask the admins
        [delete] Delete it
        [warn] Delete it and warn
        [mute] Delete it and mute
        [ban] Delete it and ban
       *[tell] Tell the admins
    }
draft-often-button =
    { $hours ->
        [1] { $count } in an hour
       *[24] { $count } in a day
    }
draft-time-button =
    { $hours ->
        [1] An hour
        [24] A day
       *[168] A week
    }
draft-next-button = Next
draft-save-button = Save
rule-dry-run-button = Dry run
rule-ask-button = Ask first
rule-act-button = Act by yourself
rule-on-button = Switch on
rule-is-on-button = Switched on
rule-yes-act-button = Yes, act by yourself
rule-quiet-button = Quiet for a day
rule-wake-button = Wake it up
rule-delete-button = Delete
rule-yes-delete-button = Yes, delete it
rule-deleted-notice = Deleted.
rule-gone = This rule is not here any more.
draft-closed = This rule was not finished in time, or another was begun. Send /watch to start anew.
draft-nobody = I don't know anybody in this group yet. Teach me somebody first, with /enroll.
draft-choose-somebody = Choose somebody first.
draft-enough-people = A rule can be about { $most } people at most. Make another one for the rest.
too-many-rules = A group can have { $most } rules at most. Delete one first.
## At the door

# The first line of a card about somebody who asks to come in. $then: what the rule has done.
request-title-dry =
    { $then ->
        [ban] <b>Dry run:</b> I would have declined this request to join.
        [tell] <b>Dry run:</b> I would have told you of this request to join.
       *[ask] <b>Dry run:</b> I would have asked you about this request to join.
    }
request-title-asked =
    { $then ->
        [ban] <b>Shall I decline this request to join?</b>
       *[ask] <b>What shall I do about this request to join?</b>
    }
request-title-told = <b>A request to join that met a rule</b>
request-title-acted = <b>I declined a request to join</b>
request-posted = { $who } asks to join { $group }. This is a profile photo of theirs.
request-more =
    { $more ->
        [one] They have asked { $more } more time since.
       *[other] They have asked { $more } more times since.
    }
# And about somebody who came in.
arrival-title-dry =
    { $then ->
        [mute] <b>Dry run:</b> I would have muted somebody who joined.
        [ban] <b>Dry run:</b> I would have banned somebody who joined.
        [tell] <b>Dry run:</b> I would have told you of somebody who joined.
       *[ask] <b>Dry run:</b> I would have asked you about somebody who joined.
    }
arrival-title-asked =
    { $then ->
        [mute] <b>Shall I mute somebody who joined?</b>
        [ban] <b>Shall I ban somebody who joined?</b>
       *[ask] <b>What shall I do about somebody who joined?</b>
    }
arrival-title-told = <b>Somebody who joined met a rule</b>
arrival-title-acted = <b>I acted on somebody who joined</b>
arrival-posted = { $who } joined { $group }. This is a profile photo of theirs.
done-let-in = let in
done-turned-away = declined
request-final = Nobody can take back that a request was declined: they can ask again, or an admin can add them.
# $at: a moment; $by: who did it.
request-undone = { $at } (UTC), { $by }: put out again. They can ask again.
done-over = nothing left to do
newcomer-slowed =
    { $slow ->
        [hour] { $who }, whoever is new here can post one photo in an hour in their first { $days } days, so I deleted what was more. Admins can change that with /settings.
       *[ten] { $who }, whoever is new here can post one photo in ten minutes in their first { $days } days, so I deleted what was more. Admins can change that with /settings.
    }
not-let-in = <b>Not let in:</b> { $why }
not-turned-away = <b>Not declined:</b> { $why }
barred-answered = The request was not open any more: it was answered already, or withdrawn.
barred-inside = They were in the group already.
barred-invites = I need to be an admin of the group who may add members. Then press again.
# To whoever asked, in private.
turned-away = You asked to join { $group }. I decline that, because a profile photo of yours met a rule of that group. If that is wrong, write to one of its admins, who can let you in.
deed-request-approved = { $at } – { $by }: let { $whom } join.
deed-request-declined = { $at } – { $by }: declined { $whom }'s request to join.
# Under a rule.
rule-profiles = I also hold it against the profile photos of those who join (once) or ask to (each time), and I keep none that does not meet it. Of requests to join I hear as an admin who may add members; I never let anybody in by myself.
exempt-people =
    <b>Whom no rule here meets</b>

    Admins said so. Press a name, and rules meet that person again.
# Buttons. No markup.
let-in-button = Approve
turn-away-button = Decline
put-out-button = Put them out again

## Cases

# The first line of a card. $then: what the rule has done.
case-title-dry =
    { $then ->
        [ask] <b>Dry run:</b> I would have asked you about this photo.
        [delete] <b>Dry run:</b> I would have deleted this photo.
        [warn] <b>Dry run:</b> I would have deleted this photo and warned who posted it.
        [mute] <b>Dry run:</b> I would have deleted this photo and muted who posted it.
        [ban] <b>Dry run:</b> I would have deleted this photo and banned who posted it.
       *[tell] <b>Dry run:</b> I would have told you of this photo.
    }
case-title-asked =
    { $then ->
        [delete] <b>Shall I delete this photo?</b>
        [warn] <b>Shall I delete this photo and warn who posted it?</b>
        [mute] <b>Shall I delete this photo and mute who posted it?</b>
        [ban] <b>Shall I delete this photo and ban who posted it?</b>
       *[ask] <b>What shall I do about this photo?</b>
    }
case-title-told = <b>A photo that met a rule</b>
case-title-acted = <b>I acted on a photo</b>
case-posted = In { $group }, posted by { $who }.
case-seen-face = It shows a face.
case-seen-crowd =
    { $faces ->
        [one] It shows more than { $faces } face.
       *[other] It shows more than { $faces } faces.
    }
case-seen-forgotten = It looked like somebody whom I was asked to forget since.
case-score = Similarity: { $score }.
# Odds are those of somebody who was never taught here.
case-strangers-rare = At most 1 stranger in { $odds } would come this near to those whom the rule watches.
case-strangers-some = About 1 stranger in { $odds } would come this near to those whom the rule watches.
case-strangers-many = Every second stranger, or more, would come this near to those whom the rule watches.
case-rule-gone = The rule is not there any more.
case-more =
    { $more ->
        [one] And { $more } more of the same person's posts since.
       *[other] And { $more } more of the same person's posts since.
    }
case-left =
    { $left ->
        [one] <b>{ $left } of these is still there:</b> { $why }
       *[other] <b>{ $left } of these are still there:</b> { $why }
    }
# What was decided. $done: parts of the sentence, as below; $at: a moment.
case-taken = { $at } (UTC), { $by }: { $done }.
done-deleted = deleted
done-warned =
    { $count ->
        [one] warned ({ $count } warning within 7 days)
       *[other] warned ({ $count } warnings within 7 days)
    }
done-muted = muted until { $until } (UTC)
done-banned = banned
done-forgiven = forgiven
done-nothing-yet = being done
case-undone = { $at } (UTC), { $by }: taken back.
case-final = What is deleted cannot be brought back.
case-approved = Whatever they post, no rule meets it: an admin said so.
case-denied = { $by } said that this is somebody else. The rule does not meet this picture any more.
a-rule = a rule
# What Telegram did not let us do, and why.
not-deleted = <b>Not deleted:</b> { $why }
not-warned = <b>Not warned:</b> { $why }
not-muted = <b>Not muted:</b> { $why }
not-banned = <b>Not banned:</b> { $why }
not-lifted = <b>Not taken back:</b> { $why }
barred-too-old = it was posted more than two days ago, and bots may not delete what is so old.
barred-gone = The photo was gone already.
barred-admin = I can't do that to an admin.
barred-rights = I need to be an admin of the group who may delete messages and ban members. Then press again.
barred-absent = they are not in the group.
barred-basic = a basic group knows no muting. When it is a supergroup I can.
barred-channel = nobody can mute a channel. You can ban it.
barred-restricted = somebody has restricted them already, and I leave that as it is.
barred-moved = the group has just become a supergroup. Press again in a moment.
barred-other = Telegram does not let me.
# In the group, to whoever posted the photo. $by: who decided.
notice-deleted =
    { $by ->
        [rule] { $who }, I deleted a photo that you posted, as a rule of this group says. If that was wrong, reply to this message: an admin can look at it again.
        [person] { $who }, I deleted a photo that you posted: it looks like somebody who asked that others post no photos of them here. If that was wrong, reply to this message: an admin can look at it again.
       *[admin] { $who }, I deleted a photo that you posted, as an admin decided. If that was wrong, reply to this message: an admin can look at it again.
    }
# $most warnings within so many $days mute.
notice-warned =
    { $by ->
        [rule] { $who }, I deleted a photo that you posted, as a rule of this group says. This is warning { $count }; with { $most } within { $days } days I mute you for a day. If it was wrong, reply to this message: an admin can look at it again.
       *[admin] { $who }, I deleted a photo that you posted, as an admin decided. This is warning { $count }; with { $most } within { $days } days I mute you for a day. If it was wrong, reply to this message: an admin can look at it again.
    }
# Where we have not deleted it.
notice-warned-only =
    { $by ->
        [rule] { $who }, a photo that you posted goes against a rule of this group. This is warning { $count }; with { $most } within { $days } days I mute you for a day. If it was wrong, reply to this message: an admin can look at it again.
       *[admin] { $who }, an admin warns you because of a photo that you posted. This is warning { $count }; with { $most } within { $days } days I mute you for a day. If it was wrong, reply to this message: an admin can look at it again.
    }
notice-muted =
    { $by ->
        [rule] { $who } can't write here until { $until } (UTC), as a rule of this group says. If that was wrong, write to an admin of this group, who can look at it again.
       *[admin] { $who } can't write here until { $until } (UTC), as an admin decided. If that was wrong, write to an admin of this group, who can look at it again.
    }
notice-banned =
    { $by ->
        [rule] { $who } was banned from this group, as one of its rules says. Whoever thinks that this was wrong can reply to this message: an admin can look at it again.
       *[admin] { $who } was banned from this group, as an admin decided. Whoever thinks that this was wrong can reply to this message: an admin can look at it again.
    }
notice-lifted = { $who }: an admin has looked at it again and taken it back.
nobody-to-tell = A photo met a rule of this group, and I can't reach any of its admins. Whoever of you is an admin: send me /start in our private chat, and I tell you there.
deed-post-deleted = { $at } – { $by }: deleted a photo that { $whom } posted.
deed-poster-warned = { $at } – { $by }: warned { $whom }.
deed-poster-muted = { $at } – { $by }: muted { $whom }.
deed-poster-banned = { $at } – { $by }: banned { $whom }.
deed-poster-forgiven = { $at } – { $by }: forgave { $whom } a photo.
deed-poster-approved = { $at } – { $by }: no rule meets { $whom } any more.
deed-poster-disapproved = { $at } – { $by }: rules meet { $whom } again.
deed-taken-back = { $at } – { $by }: took back what was done to { $whom }.
deed-match-denied = { $at } – { $by }: a photo that { $whom } posted is not of whom a rule took it for.
# Buttons and notices. No markup.
delete-button = Delete
delete-warn-button = Delete, warn
delete-mute-button = Delete, mute
delete-ban-button = Delete, ban
mute-button = Mute
ban-button = Ban
forgive-button = Forgive
not-this-person-button = Not this person
quiet-button = Quiet for a day
take-back-button = Take it back
approve-button = Always let them post
disapprove-button = Let rules meet them
only-admins-decide = Only the admins of that group can decide this.
# An admin lacks a right for what the button does. $rights: which, as below; $count: how many.
right-missing =
    { $count ->
        [one] Nothing is done: as an admin of that group you lack the right { $rights }. Its owner can give it to you.
       *[other] Nothing is done: as an admin of that group you lack the rights { $rights }. Its owner can give them to you.
    }
# As Telegram calls them where an admin is given them.
right-delete = “Delete messages”
right-restrict = “Ban users”
right-invite = “Add members”
decided-already = { $by } has decided this already.
decided-by-rule = The rule has acted on this already.
taken-back-already = { $by } has taken this back already.
doing-it = All right.
quiet-now = This rule is quiet until { $until } (UTC).
rule-not-there = This rule is not there any more.
approved-notice = No rule meets { $who } any more.
disapproved-notice = Rules meet { $who } again.
too-poor-to-learn = Noted. I did not learn the face: this photo is too poor for that, or nobody may teach me it.

## Being protected from photos of oneself

setting-protection = Protection of members
protection-option =
    { $protection ->
        [tell] They are told
        [ask] Up to asking the admins
        [delete] Up to deleting
       *[off] Off
    }
setting-protection-about =
    Who taught me their own face can ask, with /protect, that something is done about photos of them that others post here. How far may they go?
    To delete I have to be an admin here who may delete messages. Photos that admins post are never deleted for that.
command-protect = What to do when others post photos of me
protection-enrol-first = I don't know yet which face here is yours. Send <code>/enroll me</code> with a photo of yourself in this group; then /protect works.
protection-enrol-in-group = In which group shall I look out for you? Send <code>/enroll me</code> with a photo of yourself there, so that I know your face; then /protect works.
protection-not-allowed = In this group the admins have not allowed that. Any of them can, with /settings: “Protection of members”. Until then I do nothing about photos of you that others post.
protection-nowhere-allowed = In none of the groups in which you taught me your face have the admins allowed that. Ask one of them: it is in /settings there, “Protection of members”.
protection-named-nowhere = You asked me not to know you anywhere, so I cannot look out for you either. Send me /optin in our private chat first; then /protect works.
protection-which-group = For which group?
protection-choose = What shall I do when somebody else posts a photo here that looks like you?
# $protection: what holds; $wish: what was asked for.
protection-now =
    { $protection ->
        [tell] <b>Now:</b> I tell you in private.
        [ask] <b>Now:</b> I ask the admins what to do.
        [delete] <b>Now:</b> I delete it.
       *[off] <b>Now:</b> nothing.
    }
protection-allowed-less =
    { $wish ->
        [delete] You asked me to delete it; the admins do not allow that any more.
       *[ask] You asked me to ask the admins; they do not allow that any more.
    }
protection-sure-alone = I delete only where I am very sure. Where I am less so, I ask the admins. What an admin posts I only tell you of.
protection-start-first = But I can't write to you yet: open our private chat and press Start.
protection-told-here = I will tell you here when somebody posts a photo in { $group } that looks like you. /protect changes that.
protection-lapsed = In { $group } nobody is known as you any more, so I no longer look out for photos of you there.
# $count: of people.
protection-people =
    { $count ->
        [one] Besides, { $count } member asked that something is done about photos of them that others post. How far that may go is in /settings.
       *[other] Besides, { $count } members asked that something is done about photos of them that others post. How far that may go is in /settings.
    }
# On the card for the admins: what somebody asked for, for themselves.
protection-somebody = Somebody in this group
protection-wish =
    { $then ->
        [delete] { $who } asked that photos of them which others post are deleted.
       *[ask] { $who } asked that photos of them which others post are put to you.
    }
# To whom it concerns, in private.
protection-alert-match = { $who } posted a photo in { $group } that looks like you.
protection-alert-possible = { $who } posted a photo in { $group } that might show you.
protection-alert-why = You asked me to look out for such photos. /protect changes that.
deed-protected = { $at } – { $by } asked to be protected from photos that others post ({ $whom }).
deed-unprotected = { $at } – { $by } is not protected from photos that others post any more ({ $whom }).
# Buttons and notices. No markup.
protection-button =
    { $protection ->
        [tell] Tell me
        [ask] Ask the admins
        [delete] Delete it
       *[off] Nothing any more
    }
protection-open-button = Show me the photo
protection-start-button = Open our private chat
protection-not-allowed-notice = That is not allowed here now.

## Reports

command-report = Tell the admins of a message: as a reply to it
case-title-reported = <b>A message was reported</b>
# $who: up to three names; $more: how many besides.
report-by =
    { $more ->
        [0] { $count ->
            [one] Reported by { $who }.
           *[other] Reported by { $count } people: { $who }.
        }
       *[other] Reported by { $count } people: { $who } and { $more } more.
    }
notice-message-deleted = { $who }, I deleted a message of yours, as an admin decided. If that was wrong, reply to this message: an admin can look at it again.
notice-message-warned = { $who }, I deleted a message of yours, as an admin decided. This is warning { $count }; with { $most } within { $days } days I mute you for a day. If it was wrong, reply to this message: an admin can look at it again.
notice-message-warned-only = { $who }, an admin warns you because of a message of yours. This is warning { $count }; with { $most } within { $days } days I mute you for a day. If it was wrong, reply to this message: an admin can look at it again.
barred-message-gone = The message was gone already.
# To whoever reported, in private or else in the group: nobody else is named.
report-thanks = Thank you. The admins of the group have it before them.
report-decided = Thank you. An admin has looked at this message already.
report-nobody = Nobody was told: I can't reach any admin of this group. Whoever of you is an admin: send me /start in our private chat, then reports come to you there.
report-how = Reply with /report to the message that the admins shall look at. They see who reported it.
report-in-private = /report is for groups: there, reply with it to the message that the admins shall look at.
report-too-many =
    { $most ->
        [one] You can report { $most } message within an hour, and you have. If it is urgent, write to an admin.
       *[other] You can report { $most } messages within an hour, and you have. If it is urgent, write to an admin.
    }
report-no-room = So many messages of this group were reported within the last hour that the admins have enough before them. If it is urgent, write to one of them.
report-mine = That message is mine. If I am wrong about somebody, the buttons below my answer correct me; if I did something wrong, write to an admin.
report-your-own = That message is your own: you can delete it yourself.
report-admin = What admins write can't be reported to them. If something is wrong with it, write to another admin.
# By whom is said on the card alone: the group reads this, too.
deed-reported = { $at } – somebody reported a message of { $whom }.
deed-report-dismissed = { $at } – { $by }: let a reported message of { $whom } be.
deed-message-deleted = { $at } – { $by }: deleted a reported message of { $whom }.
# A button. No markup.
show-message-button = Show the message

## The audit, by pages

done-here-of = What { $who } did here, and what was done to them, the latest first (times in UTC):
nothing-of-that = Nothing of that kind, in that time.
audit-several = I know several people with a name like that: { $names }. Send /audit with the whole name.
# The caption of a file. People are in it by their ids, accounts by their numbers.
audit-file =
    { $count ->
        [one] What was done there: { $count } entry, as a table. People stand in it by their ids and accounts by their numbers, without names and pictures. The times are in UTC.
       *[other] What was done there: { $count } entries, as a table. People stand in it by their ids and accounts by their numbers, without names and pictures. The times are in UTC.
    }
audit-start-me = I send this file in private, and you have not spoken to me there yet. Open our chat, press Start, and then ask for the file again.
deed-setting-changed = { $at } – { $by } changed a setting of this group.
# Buttons and notices. No markup.
audit-topic-button =
    { $topic ->
        [people] People
        [rules] Rules, cases
        [reports] Reports
        [settings] Settings
       *[all] Everything
    }
audit-period-button =
    { $period ->
        [day] A day
        [week] A week
       *[ever] 90 days
    }
audit-file-button = As a file
audit-sent = I have sent it to you in private.
audit-not-sent = I can't write to you in private yet.
open-private-button = Open our private chat

## Appeals

case-appealed = { $who } asks that this be looked at again.
appeal-told = { $who } asks that this be looked at again, and says:
appeal-made = I have asked the admins to look at it again.
appeal-made-already = The admins have been asked to look at it again already.
appeal-not-needed = An admin has looked at it again already, and taken it back.
appeal-unheard = I can't reach any admin of this group. Write to one of them.
deed-appealed = { $at } – { $by } asked that what was done to { $whom } be looked at again.
# In private, to whoever was banned or muted. $by: who decided.
confided-banned =
    { $by ->
        [rule] You were banned from { $group }, as one of its rules says. If that was wrong, reply to this message, or write to one of its admins: they can look at it again.
       *[admin] You were banned from { $group }, as an admin decided. If that was wrong, reply to this message, or write to one of its admins: they can look at it again.
    }
confided-muted =
    { $by ->
        [rule] You can't write in { $group } until { $until } (UTC), as one of its rules says. If that was wrong, reply to this message, or write to one of its admins: they can look at it again.
       *[admin] You can't write in { $group } until { $until } (UTC), as an admin decided. If that was wrong, reply to this message, or write to one of its admins: they can look at it again.
    }
confided-lifted = { $group }: an admin has looked at it again and taken it back.

## Rules that watch many

rule-burden =
    { $people ->
        [one] Mind: of { $odds } photos of strangers about one will look enough like this person to become a card. The smaller the part of the people I know here that a rule watches, the fewer there are.
       *[other] Mind: of { $odds } photos of strangers about one will look enough like one of these { $people } people to become a card. The smaller the part of the people I know here that a rule watches, the fewer there are.
    }
