# Alles, was der Bot sagt, auf Deutsch. Ein Name ist { $name } und bringt Zeichen mit, die seine
# eigene Schreibrichtung erhalten. Telegrams HTML darf in einem Satz stehen, außer dort, wo der
# Kommentar „ohne HTML“ sagt.

## The language itself

# Wie sie sich selbst nennt. Ohne HTML.
language-name = Deutsch

## Who the bot is

# Die Befehle in Telegrams Menü: höchstens 256 Zeichen. Ohne HTML.
command-enroll = Bring mir ein Gesicht bei: /enroll Ann, mit einem Foto
command-people = Wen ich in diesem Chat kenne
command-forget = Jemanden vergessen: /forget Ann
command-cancel = Abbrechen, was ich dich gefragt habe
command-privacy = Was ich aufbewahre und wie man vergessen wird
command-help = Wie das alles funktioniert

start =
    Hallo! Ich lerne Gesichter und sage dir, wer auf einem Foto ist.

    1. Schick mir ein Foto von jemandem mit der Bildunterschrift <code>/enroll Ann</code>.
    2. Schick mir danach irgendein Foto: Ich sage dir zu jedem Gesicht, wem es ähnlich sieht.

    Was du mir beibringst, bleibt in diesem Chat. Mehr dazu sagt /help.
start-in-group =
    Hallo! Ich lerne Gesichter und sage dir, wer auf einem Foto ist.

    1. Schick ein Foto von jemandem mit der Bildunterschrift <code>/enroll Ann</code>, oder antworte damit auf ein Foto.
    2. Schick danach irgendein Foto: Ich sage dir zu jedem Gesicht, wem es ähnlich sieht.

    Was diese Gruppe mir beibringt, bleibt in dieser Gruppe. Was ich aufbewahre, sagt /privacy.
help =
    <b>Mir ein Gesicht beibringen:</b> Schick ein Foto mit der Bildunterschrift <code>/enroll Ann</code>.
    <b>Mich fragen, wer das ist:</b> Schick ein Foto. Ich nenne bis zu fünf Personen aus diesem Chat, denen das Gesicht ähnlich sieht. Das ist eine Ähnlichkeit, niemals ein Beweis.

    /who: etwas zu dem Foto sagen, auf das du antwortest
    /people: wen ich hier kenne
    <code>/forget Ann</code>: alles löschen, was ich zu Ann aufbewahre
    /settings: meine Sprache und mehr
    /cancel: abbrechen, was ich dich gefragt habe
    /privacy: was ich aufbewahre
    /mydata, /forgetme: was ich von dir aufbewahre, und es löschen

    Möchtest du mehr wissen?
# $days: wie viele Tage Sicherungskopien höchstens bleiben; 0, wo es niemand gesagt hat.
privacy =
    <b>Was ich von einer Person aufbewahre, die mir beigebracht wurde</b>
    Den Namen, eine Liste von Zahlen, die das Gesicht beschreibt, ein kleines Bild des Gesichts, eine Zahl, an der ich dasselbe Foto wiedererkenne, und welches Konto es mir wann beigebracht hat. Hast du mir dein eigenes Gesicht beigebracht: auch, dass es dein Konto ist. Das alles gehört zu einem Chat, und kein anderer Chat kann darin suchen.

    <b>Was ich nicht aufbewahre</b>
    Fotos, zu denen du mich nur etwas fragst, und was Leute schreiben. Einen Tag lang weiß ich, welche Fotos ich beantwortet habe, mit Telegrams eigener Nummer des Fotos, wo darauf Gesichter sind und wem aus diesem Chat sie ähneln, damit die Knöpfe unter meiner Antwort gehen. Eine Nachricht an mich merke ich mir, bis sie beantwortet ist; danach wird sie gelöscht.

    <b>In Gruppen, die mich auf jemanden achten lassen, oder in denen mich jemand selbst mit /protect darum bittet</b>
    Für 30 Tage weiß ich, auf welche Fotos eine Regel zutraf, wer sie geschickt hat und was geschah. Den Admins zeige ich ein solches Foto. Wer dazukommt, dessen Profilfotos sehe ich mir einmal an, und bei denen, die darum bitten, jedes Mal; 30 Tage lang weiß ich, dass ich es getan habe, und behalte keines, auf das keine Regel zutrifft. Ich weiß, wann jemand kam oder zum ersten Mal ein Foto schickte, bis ein halbes Jahr nach dem letzten; wer mich um Schutz gebeten hat, und auf wessen Fotos keine Regel zutreffen soll, bis das zurückgenommen wird; und ein Jahr lang an einer Zahl die Bilder, von denen ein Admin sagt, dass sie jemand anderen zeigen. Dürfen Neue nur so viele Fotos schicken: sieben Tage lang, wann sie es taten. Meldet jemand eine Nachricht: 30 Tage lang, wer sie geschrieben hat, wie sie anfängt und wer sie gemeldet hat.

    <b>Wie lange</b>
    Bis jemand es mich vergessen lässt, oder bis ich gehen muss: Sieben Tage nachdem ich aus einer Gruppe entfernt oder blockiert wurde, lösche ich alles aus diesem Chat. Wer was getan hat (ohne Bilder, ohne Namen), bleibt 90 Tage für die Admins.

    <b>Wo</b>
    In der Datenbank derer, die diesen Bot betreiben, und sonst nirgends. Fotos erreichen mich über Telegram. { $days ->
        [0] Sicherungskopien, falls es welche gibt, haben sie zu löschen; wie lange sie sie aufbewahren, haben sie nicht gesagt.
        [one] Sicherungskopien werden höchstens { $days } Tag aufbewahrt.
       *[other] Sicherungskopien werden höchstens { $days } Tage aufbewahrt.
    }

    <b>Deine Rechte</b>
    /forgetme löscht deinen Namen, die Zahlen und Bilder zu deinem Gesicht und die Verbindung mit deinem Konto: in einer Gruppe nur dort, im privaten Chat überall, und dazu, was /optout aufbewahrt. Was in Gruppen eine Zeit lang vermerkt ist, bleibt, bis diese Zeit um ist; /mydata zeigt es dir. /optout: Dein Name wird nicht mehr genannt; im privaten Chat geschickt, auch nicht, wo andere mir dein Gesicht beigebracht haben. /mydata: alles, was ich von dir aufbewahre, als Datei. /protect: was mit Fotos von dir geschieht, die andere in eine Gruppe schicken. <code>/forget Ann</code> löscht alles von Ann in diesem Chat; fünf Minuten lang lässt sich das rückgängig machen. Wen ich hier kenne, sagt /people.
# $username: der des Bots, ohne das @.
privacy-mode =
    <b>In dieser Gruppe sehe ich nur Befehle und Antworten an mich</b>, weil mein Privatsphäre-Modus eingeschaltet ist. Antworte also mit einem Foto auf eine meiner Nachrichten, um zu fragen, wer das ist, und bring mir Gesichter mit <code>/enroll</code> als Bildunterschrift oder als Antwort bei (wo noch andere Bots sind, mit <code>/enroll@{ $username } Ann</code>).
    Damit ich jedes Foto sehe, mach mich hier zum Admin; oder wer mich betreibt, schickt /setprivacy an @BotFather, wählt @{ $username }, dann Disable, und fügt mich neu zur Gruppe hinzu.

## Who is in a photo

no-face-here = Ich sehe auf diesem Foto kein Gesicht. Am besten geht ein Foto, das es deutlich und von vorn zeigt.
nobody-yet =
    { $faces ->
        [1] Ich sehe ein Gesicht, aber ich kenne in diesem Chat noch niemanden.
        [one] Ich sehe { $faces } Gesicht, aber ich kenne in diesem Chat noch niemanden.
       *[other] Ich sehe { $faces } Gesichter, aber ich kenne in diesem Chat noch niemanden.
    }
    Antworte auf das Foto mit <code>/enroll</code> und einem Namen, dann ändert sich das.
uncalibrated = <i>Dieses Modell ist nicht kalibriert: Ich kann nicht sagen, wie viele Fremde auf so einen hohen Wert kämen.</i>
# Die drei Urteile über ein Gesicht. Nie „ist“: Eine Ähnlichkeit ist kein Beweis.
verdict-match = Das sieht nach { $name } aus.
verdict-possible = Das könnte { $name } sein.
verdict-unknown = Diese Person kenne ich nicht.
most-alike = Am ähnlichsten hier:
face-count =
    { $faces ->
        [one] { $faces } Gesicht:
       *[other] { $faces } Gesichter:
    }

## Teaching a face

who = Wessen Gesicht soll ich lernen? Schick mir den Namen.
who-is-this = Wer ist das? Schick mir den Namen.
who-in-group = Wessen Gesicht soll ich lernen? Antworte auf diese Nachricht mit dem Namen.
who-is-this-in-group = Wer ist das? Antworte auf diese Nachricht mit dem Namen.
photo-wanted = Schick mir ein Foto von { $name }, möglichst ohne andere darauf.
photo-wanted-in-group = Antworte auf diese Nachricht mit einem Foto von { $name }.
still-wanted = Ich warte auf ein Foto von { $name }. Mit /cancel brichst du das ab.
which-face = Welches Gesicht gehört zu { $name }?
too-many-faces =
    { $faces ->
        [one] Auf diesem Foto ist { $faces } Gesicht
       *[other] Auf diesem Foto sind { $faces } Gesichter
    }, zu viele zum Auswählen. Schneide das Foto auf { $name } zu und schick es noch einmal.
bad-name = Ein Name braucht 1 bis { $longest } sichtbare Zeichen. Zum Beispiel: <code>/enroll Ann</code>
learnt-first =
    { $photos ->
        [one] Gelernt: Ich kenne { $name } jetzt von { $photos } Foto. Mit einem weiteren Foto von { $plain } wäre ich mir sicherer.
       *[other] Gelernt: Ich kenne { $name } jetzt von { $photos } Fotos. Mit einem weiteren Foto von { $plain } wäre ich mir sicherer.
    }
learnt-more =
    { $photos ->
        [one] Hinzugefügt: Ich kenne { $name } jetzt von { $photos } Foto.
       *[other] Hinzugefügt: Ich kenne { $name } jetzt von { $photos } Fotos.
    }
learnt-already =
    { $photos ->
        [one] Dieses Foto hatte ich schon. Ich kenne { $name } von { $photos } Foto.
       *[other] Dieses Foto hatte ich schon. Ich kenne { $name } von { $photos } Fotos.
    }
learnt-several =
    { $photos ->
        [one] { $new } hinzugefügt: Ich kenne { $name } jetzt von { $photos } Foto.
       *[other] { $new } hinzugefügt: Ich kenne { $name } jetzt von { $photos } Fotos.
    }
learnt-none-new =
    { $photos ->
        [one] Diese Fotos hatte ich schon. Ich kenne { $name } von { $photos } Foto.
       *[other] Diese Fotos hatte ich schon. Ich kenne { $name } von { $photos } Fotos.
    }
of-photo = Foto { $place }: { $told }
cancelled = Abgebrochen.
nothing-to-cancel = Es gibt nichts abzubrechen.
none-chosen = Abgebrochen: { $name } habe ich von diesem Foto nicht gelernt.

# Hinweise nach einem Klick, und Knöpfe. Ohne HTML.
button-closed = Dieser Knopf ist zu alt. Bitte fang neu an.
question-closed = Diese Frage ist erledigt. Schick das Foto noch einmal, um neu anzufangen.
not-yours = Hier kann nur wählen, wer gefragt hat.
cancelled-notice = Abgebrochen.
choosing = Ich lerne { $name }…
cancel-button = Abbrechen

## Doubts about a photo

doubt-small = Dieses Gesicht ist mir zu klein: Es ist { $seen } Pixel breit, und ich brauche { $wanted }. Bitte schick ein Foto aus der Nähe, oder dieses als Datei, dann behält es seine Details.
doubt-blurred = Dieses Gesicht ist unscharf: Seine Schärfe ist { $seen }, und ich brauche { $wanted }. Bitte schick ein schärferes Foto.
doubt-dark = Dieses Gesicht ist zu dunkel: Seine Helligkeit ist { $seen } von 255, und ich brauche { $wanted }. Bitte schick ein Foto mit mehr Licht auf dem Gesicht.
doubt-bright = Dieses Gesicht hat zu viel Licht abbekommen: { $seen } davon sind reinweiß, und mehr als { $wanted } dürfen es nicht sein. Bitte schick ein Foto, das weniger hell ist.
doubt-faint = Ich kann dieses Gesicht kaum erkennen: Sein Kontrast ist { $seen } von 127, und ich brauche { $wanted }. Bitte schick ein Foto bei besserem Licht.
doubt-turned = Dieses Gesicht schaut weg: Es ist zu { $seen } zur Seite gedreht, und mehr als { $wanted } dürfen es nicht sein. Bitte schick ein Foto von vorn.
doubt-hidden = Ich sehe dieses Gesicht nicht ganz: Es ist weggedreht oder teilweise verdeckt. Als Gesicht von vorn kommt es auf { $seen }, und ich brauche { $wanted }. Bitte schick ein Foto von vorn, ohne Mütze, Sonnenbrille oder Hände vor dem Gesicht.
doubt-another = Das sieht nach { $other } aus ({ $score }), und dieses Gesicht kenne ich schon. Soll ich das Foto bei { $plain } hinzufügen?
doubt-another-than-known = Das sieht eher nach { $other } aus ({ $score }) als nach dem Gesicht, das ich als { $name } kenne. Wer ist auf dem Foto?
doubt-unlike = Das sieht nicht nach dem Gesicht aus, das ich als { $name } kenne (das ähnlichste der Fotos: { $score }). Ist das wirklich { $plain }?
doubt-of-photos =
    { $count ->
        [one] Foto { $places }: { $told }
       *[other] Fotos { $places }: { $told }
    }
left-out =
    { $photos ->
        [one] In Ordnung, von diesem Foto habe ich { $name } nicht gelernt.
       *[other] In Ordnung, von diesen Fotos habe ich { $name } nicht gelernt.
    }
known-from =
    { $photos ->
        [one] Ich kenne { $name } von { $photos } Foto.
       *[other] Ich kenne { $name } von { $photos } Fotos.
    }
asked-below = Zu { $name } habe ich noch eine Frage: siehe unten.

# Knöpfe. Ohne HTML.
use-it-button = Foto trotzdem nehmen
use-them-button = Fotos trotzdem nehmen
leave-it-button = Foto weglassen
leave-them-button = Fotos weglassen
no-button = Nein
add-to-button = Bei { $name } hinzufügen
no-this-is-button = Nein, das ist { $name }
yes-this-is-button = Ja, das ist { $name }

## People

nobody-known = Ich kenne in diesem Chat noch niemanden. Schick mir ein Foto mit der Bildunterschrift <code>/enroll Ann</code>, um das zu ändern.
whom-to-forget = Wen soll ich vergessen? Schick <code>/forget</code> und den Namen. Alle Namen zeigt /people.
people-known =
    { $people ->
        [one] Ich kenne { $people } Person in diesem Chat:
       *[other] Ich kenne { $people } Personen in diesem Chat:
    }
person-line =
    { $photos ->
        [one] { $number }. { $name } – { $photos } Foto
       *[other] { $number }. { $name } – { $photos } Fotos
    }
page-of = Seite { $page } von { $pages }
forgotten =
    { $photos ->
        [one] Vergessen: { $name }, mit { $photos } Foto.
       *[other] Vergessen: { $name }, mit { $photos } Fotos.
    }
unknown-person = Ich kenne in diesem Chat niemanden namens { $name }. Wen ich kenne, zeigt /people.

## What does not work

no-face = Ich sehe auf diesem Foto kein Gesicht. Bitte schick eins, das es deutlich und von vorn zeigt.
cannot-read = Ich kann dieses Foto nicht lesen. Bitte schick es noch einmal, oder ein anderes.
file-gone = Telegram gibt mir dieses Foto nicht mehr. Bitte schick es noch einmal.
photo-empty = Diese Datei ist leer. Bitte schick das Foto noch einmal.
photo-unreadable = Ich kann das nicht als Foto lesen. Ich lese JPEG, PNG, WebP, HEIC, GIF und BMP.
photo-damaged = Dieses Foto ist beschädigt oder unvollständig. Bitte schick es noch einmal.
# $width und $height kommen als bloße Ziffern.
photo-too-big = Dieses Foto ist zu groß: { $width } x { $height } Pixel, und ich lese höchstens { $most } Megapixel. Bitte schick ein kleineres.
file-too-big = Diese Datei ist zu groß: Ich lese bis zu { $most } MB. Bitte schick eine kleinere, oder schick sie als Foto statt als Datei.
photos-only =
    { $kind ->
        [document] Diese Datei ist kein Bild. Ich lese JPEG, PNG, WebP, HEIC, GIF und BMP.
        [sticker] Hübsch! Aber ich kenne nur Gesichter auf Fotos. Schick mir ein Foto, und ich sage dir, wem das Gesicht ähnlich sieht.
        [animation] Bewegte Bilder kann ich mir nicht ansehen. Schick mir einen Screenshot der Stelle, die du meinst, als Foto.
        [video] Videos kann ich mir nicht ansehen. Schick mir einen Screenshot der Stelle, die du meinst, als Foto.
        [voice] Ich habe Augen, aber keine Ohren. Schick mir ein Foto, und ich sage dir, wem das Gesicht ähnlich sieht.
        [contact] Ich brauche von niemandem die Nummer. Um mir ein Gesicht beizubringen, schick ein Foto mit der Bildunterschrift /enroll und einem Namen.
        [place] Mit Orten kenne ich mich nicht aus, nur mit Gesichtern. Schick mir ein Foto, und ich sage dir, wem das Gesicht ähnlich sieht.
        [poll] Dazu habe ich keine Meinung. Schick mir ein Foto, und ich sage dir, wem das Gesicht ähnlich sieht.
       *[other] Ich sehe mir nur Fotos an. Schick mir eins, und ich sage dir, wem das Gesicht ähnlich sieht. /help
    }
hint = Schick mir ein Foto, und ich sage dir, wem das Gesicht ähnlich sieht. Was ich sonst noch kann, sagt /help.
unknown-command = Diesen Befehl kenne ich nicht. Was ich kann, sagt /help.

kept-away = Mein Gedächtnis antwortet gerade nicht. Deine Nachricht ist aufgehoben: Ich antworte, sobald es wieder da ist.
kept-busy = Mein Gedächtnis hat gerade so viel zu tun, dass es nicht nachkommt. Deine Nachricht ist aufgehoben: Ich antworte, sobald es wieder Zeit hat.
kept-to-mend = { $trouble } Deine Nachricht ist aufgehoben: Ich antworte, sobald das erledigt ist.
trouble-other = Mein Gedächtnis ist gerade nicht zu gebrauchen: Wer mich betreibt, muss danach sehen.
trouble-full = Mein Gedächtnis ist voll und nimmt nichts mehr auf: Wer mich betreibt, muss Platz schaffen.
trouble-credentials = Mein Gedächtnis lässt mich nicht hinein: Wer mich betreibt, muss nach meinem Passwort dafür sehen.
trouble-rights = Mein Gedächtnis lässt mich das nicht tun: Wer mich betreibt, muss mir das Recht dazu geben.
trouble-untrusted = Ich kann nicht sicher sein, dass da mein Gedächtnis antwortet: Wer mich betreibt, muss nach dessen Zertifikat sehen.
trouble-outdated = Die Version meines Gedächtnisses ist zu alt für mich: Wer mich betreibt, muss es auf eine neuere bringen.
trouble-another-server = Wo mein Gedächtnis sein sollte, antwortet etwas anderes: Wer mich betreibt, muss nach der Adresse sehen.
trouble-unfit = In meinem Gedächtnis steht etwas, das nicht für mich bestimmt ist: Wer mich betreibt, muss danach sehen.
trouble-key = Mein Gedächtnis ist mit einem anderen Schlüssel versiegelt, als ich habe: Wer mich betreibt, muss sich FACES_KEY_FILE ansehen.
trouble-model = Die Gesichter hier wurden mit einem anderen Modell gelernt, als ich jetzt benutze, deshalb kann ich nicht vergleichen: Wer mich betreibt, muss sie übertragen oder mich zurückstellen.
broken = Bei mir stimmt etwas nicht, und wer mich betreibt, muss es beheben. Bitte versuch es später noch einmal. (Kennung { $reference })
unforeseen = Entschuldige, bei mir ist etwas schiefgegangen. Bitte versuch es noch einmal. (Kennung { $reference })
given-up = Entschuldige, ich habe es mehrmals versucht und bin damit nicht fertig geworden. Bitte versuch es mit einem anderen Foto.

## The answer to a photo

looking = Ich schaue…
looking-at = Ich schaue… { $place } von { $of }
in-these-photos =
    { $photos ->
        [one] Auf diesem Foto:
       *[other] Auf diesen { $photos } Fotos:
    }
no-face-in-it = Darauf sehe ich kein Gesicht.
# Nachdem es jemand gesagt hat: Hier darf „ist“ stehen.
corrected = Berichtigt: Das ist ein Foto von { $name }. Danke.
told-who = Gemerkt: Das ist ein Foto von { $name }. Danke.
ruled-out = Nicht { $name }, hat man mir gesagt. Dann weiß ich nicht, wer das ist.
who-is-number = Wer ist Nummer { $number }? Schick mir den Namen.
who-is-number-in-group = Wer ist Nummer { $number }? Antworte auf diese Nachricht mit dem Namen.

# Warum? Gemeint ist jemand, den mir hier niemand beigebracht hat.
nearest = Diese Person kenne ich nicht. Am nächsten kommt { $name }.
strangers-rare = Höchstens 1 von { $odds } Fremden käme jemandem, den ich hier kenne, so nahe.
strangers-some = Etwa 1 von { $odds } Fremden käme jemandem, den ich hier kenne, so nahe.
strangers-many = Jeder zweite Fremde oder mehr käme jemandem, den ich hier kenne, so nahe.
nobody-left = Ich kenne in diesem Chat niemanden mehr und kann also mit niemandem vergleichen.

# $name: nach wem das Gesicht aussah.
wrong-photo = Diesem Foto von { $name } ist das Gesicht am ähnlichsten. Ist darauf jemand anderes? Dann entferne es, und ich irre mich so nicht wieder.
no-wrong-photo = Ich finde kein Foto von { $name }, dem dieses Gesicht ähnlich ist.

# Knöpfe und Hinweise. Ohne HTML.
suspect-button = Stimmt mein Foto von { $name } nicht?
remove-it-button = Ja, entfernen
keep-it-button = Nein, behalten
why-button = Warum?
who-button = Wer ist das?
not-button = Nicht { $name }
somebody-else-button = Jemand anderes
do-not-know-button = Weiß ich nicht
back-button = Zurück
comparing = Ich vergleiche…
explained-already = Das habe ich schon beantwortet: siehe oben.
not-your-photo = Das kann nur auswählen, wer das Foto geschickt hat, oder ein Admin.
only-admins-say-who = Das können mir in dieser Gruppe nur die Admins sagen.
only-they-decide = In dieser Gruppe lerne ich ein Gesicht nur, wenn die Person zustimmt.
not-known-any-more = Diese Person kenne ich hier nicht mehr.
noted = Gemerkt. Danke.

## Consent

# Was jemand für den eigenen Namen schreiben darf, klein, mit Kommas dazwischen. Ohne HTML.
myself = ich, mich
name-of-another = Hier heißt schon jemand anderes { $name }. Wie soll ich dich sonst nennen?
name-in-telegram-unusable = So, wie du in Telegram heißt, kann ich dich nicht nennen: Ein Name braucht 1 bis { $longest } sichtbare Zeichen. Wie soll ich dich nennen?
what-to-call-you = Ein Name braucht 1 bis { $longest } sichtbare Zeichen. Wie soll ich dich nennen?
name-is-anothers = In diesem Chat ist { $name } jemand anderes, deshalb habe ich nichts gelernt. Mit einem anderen Namen geht es.
only-admins-teach = In dieser Gruppe entscheiden die Admins, wessen Gesicht ich lerne. Dein eigenes kannst du mir immer beibringen: Schick ein Foto von dir mit der Bildunterschrift <code>/enroll me</code>.
mention-whom = In dieser Gruppe lerne ich ein Gesicht nur, wenn die Person zustimmt. Schick das Foto mit <code>/enroll @benutzername</code>, dann frage ich sie; oder sie schickt selbst <code>/enroll me</code> mit einem Foto von sich.
mention-with-photo = Bitte schick das Foto gleich damit, als Bildunterschrift oder als Antwort darauf, dann frage ich, ob ich es lernen darf.
only-admins-forget = In dieser Gruppe können nur die Admins mich jemand anderen vergessen lassen.
do-you-agree =
    { $person }, darf ich dein Gesicht von diesem Foto lernen? { $asker } möchte, dass ich dich in diesem Chat als { $name } kenne.
    Ich würde den Namen, Zahlen, die das Gesicht beschreiben, und ein kleines Bild davon aufbewahren, nur für diesen Chat, bis du oder ein Admin mich das vergessen lässt. Mehr sagt /privacy. Ohne deine Zustimmung wird nichts aufbewahrt.
agreed = { $name } hat zugestimmt.
declined = { $name } hat nicht zugestimmt. Nichts wurde aufbewahrt.
# Knöpfe und Hinweise. Ohne HTML.
agree-button = Ich stimme zu
disagree-button = Nein
agreed-notice = Danke.
declined-notice = In Ordnung, nichts wird aufbewahrt.
only-they-agree = Nur wer gefragt wurde, kann antworten.
only-admins-audit = Das können nur die Admins dieser Gruppe lesen.
nothing-done = Hier wurde noch nichts getan, oder es ist so lange her, dass ich es nicht mehr aufbewahre.
done-here = Was hier getan wurde, das Neueste zuerst (Zeiten in UTC):
# Was jemand getan hat. $at: wann; $by: wer; $whom: mit wem.
deed-learnt = { $at } – { $by } hat mir { $whom } beigebracht.
deed-forgotten = { $at } – { $by } hat mich { $whom } vergessen lassen.
deed-agreed = { $at } – { $by } hat zugestimmt, gelernt zu werden.
deed-declined = { $at } – { $by } hat nicht zugestimmt, gelernt zu werden.
deed-forgot-themselves = { $at } – { $by } hat sich selbst vergessen lassen ({ $whom }).
deed-unnamed = { $at } – { $by } möchte nicht genannt werden ({ $whom }).
deed-named = { $at } – { $by } darf wieder genannt werden ({ $whom }).
an-admin = ein Admin
account-number = Konto { $number }
forgotten-id = jemand, der vergessen ist, Nr. { $id }
unnamed-id = jemand, der nicht genannt werden möchte, Nr. { $id }
# In the place of a name.
unsaid = (möchte nicht genannt werden)

## One's own data

not-known-as-you = Ich weiß nicht, wer von denen, die ich kenne, du bist. Schick in dem Chat, um den es geht, <code>/enroll me</code> mit einem Foto von dir; dann gehen /forgetme, /optout und /mydata. Oder bitte dort einen Admin, <code>/forget</code> mit deinem Namen zu schicken.
not-known-as-you-here = Ich weiß nicht, wer von denen hier du bist. Schick <code>/enroll me</code> mit einem Foto von dir, dann weiß ich es, und /forgetme und /optout gehen. Oder bitte einen Admin, <code>/forget</code> mit deinem Namen zu schicken. Damit ich deinen Namen nirgends nenne, schick mir /optout in unserem privaten Chat.
really-forget-you =
    { $chats ->
        [0] Soll ich dich vergessen? Ich lösche die Zahlen zu deinem Gesicht, die ich aufbewahre, um dich nicht zu nennen. Wo andere mir dein Gesicht beigebracht haben, darf ich deinen Namen dann wieder nennen.
        [one] Soll ich dich vergessen? Ich lösche deinen Namen und die Beschreibungen und Bilder deiner Fotos in { $chats } Chat, sofort und endgültig.
       *[other] Soll ich dich vergessen? Ich lösche deinen Namen und die Beschreibungen und Bilder deiner Fotos in { $chats } Chats, sofort und endgültig.
    }
really-forget-you-here = Soll ich dich in diesem Chat vergessen? Ich lösche hier deinen Namen und die Beschreibungen und Bilder deiner Fotos, sofort und endgültig. Schick mir /forgetme im privaten Chat, um überall vergessen zu werden.
you-are-forgotten =
    { $photos ->
        [one] Du bist vergessen, mit { $photos } Foto: Dein Name, die Zahlen und das Bild zu deinem Gesicht und die Verbindung mit deinem Konto sind gelöscht.
       *[other] Du bist vergessen, mit { $photos } Fotos: Dein Name, die Zahlen und Bilder zu deinem Gesicht und die Verbindung mit deinem Konto sind gelöscht.
    }
# Dasselbe, wo niemand war.
nothing-linked = Mit deinem Konto ist kein Gesicht mehr verbunden.
nothing-linked-here = Mit deinem Konto ist hier kein Gesicht mehr verbunden.
# Darunter, im privaten Chat.
optout-deleted = Die Zahlen zu deinem Gesicht, die ich aufbewahrt habe, um dich nicht zu nennen, sind gelöscht.
# Unter alldem.
noted-for-a-time = Was in Gruppen eine Zeit lang vermerkt ist, zum Beispiel Verwarnungen und wer was getan hat, bleibt, bis diese Zeit um ist; /mydata in unserem privaten Chat zeigt es dir.
you-are-kept = In Ordnung, nichts wurde gelöscht.
opted-out = Ich nenne deinen Namen nicht mehr. Sieht dir ein Gesicht ähnlich, sage ich nur, dass jemand nicht genannt werden möchte. /optin nimmt das zurück, /forgetme löscht, was ich aufbewahre.
opted-in = Ich darf deinen Namen wieder nennen. /optout nimmt das zurück.
# Dasselbe, und auch sonst nirgends.
opted-out-everywhere = Ich nenne deinen Namen nirgends, auch nicht, wo andere mir dein Gesicht beigebracht haben: Sieht dir ein Gesicht ähnlich, sage ich nur, dass jemand nicht genannt werden möchte. /optin nimmt das zurück, und /forgetme löscht, was ich aufbewahre; schick mir das in unserem privaten Chat.
opted-in-but-elsewhere = Hier darf ich deinen Namen wieder nennen. Du hast mich aber gebeten, ihn nirgends zu nennen, wo ich dein Gesicht sehe, und das gilt weiter: Schick mir /optin in unserem privaten Chat, um es zurückzunehmen.
# Bevor jemand zustimmt: offen, was dafür aufbewahrt wird.
optout-elsewhere =
    <b>Nicht genannt werden, wo andere mir dein Gesicht beigebracht haben</b>
    Dafür muss ich dich erkennen, wenn ich dich sehe. Wenn du zustimmst, schick mir ein Foto von dir. Ich bewahre davon die Zahlen auf, die dein Gesicht beschreiben, mit der Nummer deines Kontos, und sonst nichts: kein Bild und keinen Namen.

    Ich verwende sie nur für eines: Sieht dir in irgendeinem Chat ein Gesicht ähnlich, sage ich nur, dass jemand nicht genannt werden möchte, und lerne dieses Gesicht nicht von anderen. Was sie mir vorher beigebracht haben, bleibt bei ihnen. Ich kann mich irren: Hin und wieder erkenne ich dich nicht, oder halte jemand anderen für dich.

    /optin oder /forgetme, hier an mich geschickt, löscht diese Zahlen sofort. Sollte ich Gesichter einmal auf andere Weise unterscheiden, nützen sie nichts mehr: Dann bitte ich dich hier um ein neues Foto, und bis ich es habe, darf dein Name genannt werden.

    Bitte tu das nur für dein eigenes Gesicht.
optout-photo-wanted = Schick mir bitte ein Foto von dir, auf dem kein anderes Gesicht ist. /cancel verwirft das.
optout-one-face = Ich brauche ein Foto mit einem einzigen Gesicht, deinem. Bitte schick ein anderes, oder schneide dieses zu.
optout-kept = Erledigt. Sieht dir von jetzt an ein Gesicht ähnlich, sage ich in jedem Chat nur, dass jemand nicht genannt werden möchte. /optin oder /forgetme, hier an mich geschickt, nimmt das zurück und löscht, was ich dafür aufbewahre.
optout-declined = In Ordnung, nichts wird aufbewahrt.
optout-again = Du hast mich gebeten, deinen Namen nirgends zu nennen. Ich unterscheide Gesichter jetzt auf andere Weise, und was ich dafür aufbewahrt habe, nützt nichts mehr. Dein Name darf also gerade genannt werden. Wenn du das weiterhin nicht möchtest, schick mir noch einmal /optout und ein Foto; /forgetme löscht, was noch da ist.
not-to-be-learnt = Das sieht aus wie jemand, der nicht genannt werden möchte. Dieses Gesicht lerne ich darum nicht von anderen. Ist es deines, schick <code>/enroll me</code>. Ist es das von jemand anderem, hilft vielleicht ein anderes Foto.
# Ein Knopf. Ohne HTML.
optout-elsewhere-button = Auch wo andere dir mein Gesicht zeigten
verdict-unnamed = Das sieht aus wie jemand, der nicht genannt werden möchte.
my-data-in-private = Schick mir /mydata in unserem privaten Chat: Was ich von dir aufbewahre, ist für dich allein.
my-data =
    { $photos ->
        [0] Von dir bewahre ich auf, was du gewählt hast; niemand, den ich kenne, ist mit deinem Konto verbunden.
        [one] Alles, was ich von dir aufbewahre: Beschreibung und Bild von { $photos } Foto, und was du gewählt hast.
       *[other] Alles, was ich von dir aufbewahre: Beschreibungen und Bilder von { $photos } Fotos, und was du gewählt hast.
    }
my-data-guarded = Auch in der Datei: die Regeln, die du gemacht hast, und was in Gruppen über dich vermerkt ist: seit wann du in überwachten bist, Verwarnungen, Fälle, Meldungen und das Protokoll.
my-data-unnamed = Von dir bewahre ich die Zahlen zu deinem Gesicht auf, um dich nirgends zu nennen; sie sind in dieser Datei, mit dem, was du gewählt hast.
# Knöpfe und Hinweise. Ohne HTML.
forget-me-button = Vergiss mich
keep-me-button = Nein, behalte mich
forgetting-notice = Ich vergesse…

# Eine Erwähnung führt zum Konto, und Telegram benachrichtigt, wer erwähnt wird.
mention-offer = Wenn auf einem Foto in einer Gruppe jemand nach dir aussieht: Soll ich dich in meiner Antwort erwähnen, so dass Telegram dir Bescheid gibt?
# Knöpfe und Hinweise. Ohne HTML.
mention-me-button = Ja, erwähne mich
mention-notice = In Ordnung: Von jetzt an erwähne ich dich in Gruppen, in denen du mir dein Gesicht beigebracht hast. /settings in unserem privaten Chat nimmt das zurück.

## People's cards

card =
    { $photos ->
        [one] { $name } – { $photos } Foto, seit { $since }
       *[other] { $name } – { $photos } Fotos, seit { $since }
    }
card-account = In Telegram: { $account }
card-photo = { $number }. { $at }, beigebracht von { $by }
new-name = Wie soll ich { $name } ab jetzt nennen? Antworte auf diese Nachricht mit dem Namen.
renamed = { $old } heißt ab jetzt { $name }.
name-taken = Hier heißt schon jemand anderes { $name }. Antworte mit einem anderen Namen; oder wähle, wenn beide dieselbe Person sind, „Zusammenlegen“ unter der Karte.
which-photo = Welches Foto von { $name } soll ich entfernen?
merge-with-whom = Wer ist das wirklich? Alle Fotos von { $name } gehören dann dieser Person.
really-merge = Soll ich aus { $name } und { $other } eine Person machen, die { $other } heißt? Das lässt sich nicht rückgängig machen.
really-forget =
    { $photos ->
        [one] Soll ich { $name } vergessen, mit { $photos } Foto?
       *[other] Soll ich { $name } vergessen, mit { $photos } Fotos?
    }
which-of-these = Mehrere Personen heißen so ähnlich. Wen meinst du?
put-back = { $name } ist wieder da.
name-taken-meanwhile = Ich kann die Person gerade nicht zurückholen: Inzwischen heißt jemand anderes { $name }. Benenne diese Person zuerst um.
gone-for-good = Zu spät: Alles ist endgültig gelöscht.
person-gone-here = Diese Person ist nicht mehr hier. Wen ich kenne, sagt /people.
deed-photo-removed = { $at } – { $by } hat ein Foto von { $whom } entfernt.
deed-renamed = { $at } – { $by } hat { $whom } umbenannt.
deed-merged = { $at } – { $by } hat jemanden mit { $whom } zusammengelegt.
deed-put-back = { $at } – { $by } hat { $whom } zurückgeholt.
# Knöpfe und Hinweise. Ohne HTML.
rename-button = Umbenennen
remove-photo-button = Ein Foto entfernen
merge-button = Zusammenlegen
forget-button = Vergessen
yes-merge-button = Ja, zusammenlegen
yes-forget-button = Ja, vergessen
undo-button = Rückgängig (5 Minuten)
too-late-to-undo = Hier ist nichts mehr rückgängig zu machen.
had-themselves-forgotten = Diese Person hat sich selbst vergessen lassen. Nur sie kann das rückgängig machen.
only-admins-change = In dieser Gruppe können nur die Admins Personen ändern, und alle sich selbst.
removed-notice = Entfernt.
photo-gone-already = Dieses Foto ist schon entfernt.
merged-notice = Zusammengelegt.
person-gone = Diese Person ist nicht mehr hier.

## Groups, settings, help

command-who = Wem ein Foto ähnlich sieht: als Antwort darauf oder als Bildunterschrift
command-settings = Meine Sprache, und zu welchen Fotos ich etwas sage
command-forgetme = Vergiss mich: meinen Namen und mein Gesicht
command-mydata = Was ich von dir aufbewahre, als Datei
command-audit = Wer mir wen beigebracht hat und wen ich vergessen sollte
ask-with-photo = Antworte mit /who auf ein Foto, oder schick eins mit der Bildunterschrift /who, und ich sage dir, wem das Gesicht ähnlich sieht.
add-to-group-button = Füg mich zu einer Gruppe hinzu

help-teach =
    <b>Mir ein Gesicht beibringen</b>
    • ein Foto mit der Bildunterschrift <code>/enroll Ann</code>
    • oder <code>/enroll Ann</code> als Antwort auf ein Foto
    • oder erst <code>/enroll Ann</code> und danach das Foto
    • oder ein Album mit dieser Bildunterschrift: Dann zeigen alle Fotos darin Ann
    Derselbe Name noch einmal fügt ein Foto hinzu. Zwei oder drei Fotos von einer Person helfen mir sehr. Ist ein Foto schlecht oder sieht es nach jemand anderem aus, frage ich nach, bevor ich es lerne.
help-ask =
    <b>Mich fragen, wer das ist</b>
    Schick ein Foto, oder antworte mit /who auf eins. Zu jedem Gesicht nenne ich bis zu fünf Personen aus diesem Chat, die ähnlichste zuerst. Die Zahl ist die Ähnlichkeit: 1 ist dasselbe Bild eines Gesichts, und je näher an 1, desto ähnlicher. Das ist eine Ähnlichkeit, niemals ein Beweis.

    Ich lese JPEG, PNG, WebP, HEIC, GIF und BMP, bis 20 MB. Als Datei geschickte Fotos behalten ihre Details, so finde ich kleine Gesichter besser.
help-groups =
    <b>In einer Gruppe</b>
    Ich sage etwas zu Fotos, auf denen ein Gesicht zu sehen ist. Admins können mit /settings wählen, dass ich nur etwas sage, wenn ich jemanden kenne, nur wenn ich gefragt werde, oder nur auf Befehle.

    So fragst du mich nach irgendeinem Foto, auch dem von jemand anderem: Antworte darauf mit /who, oder erwähne mich. Was eine Gruppe mir beibringt, bleibt in dieser Gruppe.
help-settings =
    <b>Einstellungen</b>
    /settings in unserem privaten Chat: die Sprache, in der ich mit dir spreche, und ob ich dich in Gruppen erwähne.
    /settings in einer Gruppe, für ihre Admins: die Sprache dort, und zu welchen Fotos ich etwas sage.
# Wie ein Knopf heißt. Ohne HTML.
help-topic-button =
    { $topic ->
        [teach] Gesicht beibringen
        [ask] Fragen, wer das ist
        [groups] Gruppen
        [privacy] Datenschutz
        [watch] Auf Fotos achten
       *[settings] Einstellungen
    }

settings-title = <b>Einstellungen dieses Chats</b>
settings-for-admins = Nur Admins können ändern, wie ich mich in dieser Gruppe verhalte. Deine eigene Sprache wählst du in unserem privaten Chat: Schick mir dort /settings.
setting-line = { $title }: <b>{ $chosen }</b>
gallery-id = Falls mein Betreiber danach fragt: Die Galerie dieses Chats hat die Nummer <code>{ $gallery }</code>
gallery-none = Ich kenne in diesem Chat noch niemanden, darum hat er noch keine Galerie.
setting-language-about = In welcher Sprache soll ich hier sprechen?
setting-answers-about =
    Zu welchen Fotos soll ich in dieser Gruppe etwas sagen?
    /who als Antwort auf ein Foto geht immer.
setting-retention-about =
    Wie lange soll ich jemanden behalten, nachdem mir das letzte Foto beigebracht wurde?
    Ist die Zeit um, lösche ich die Person, sofort und endgültig.
setting-mentions-about =
    Wenn auf einem Foto in einer Gruppe jemand nach dir aussieht: Soll ich dich in meiner Antwort erwähnen, so dass Telegram dir Bescheid gibt?
    Nur in Gruppen, in denen du mir dein Gesicht mit <code>/enroll me</code> beigebracht hast, und solange du dort bist.
setting-slow-about =
    Wie viele Fotos darf jemand schicken, der neu in dieser Gruppe ist, in den ersten sieben Tagen?
    Was mehr ist, lösche ich, und sage es einmal. Dafür muss ich Admin sein und Nachrichten löschen dürfen. Admins sind nicht gemeint, und auch niemand, dem sie immer alles erlauben.
setting-policy-about =
    Wer darf mir in dieser Gruppe die Gesichter anderer beibringen und sie mich vergessen lassen?
    Das eigene Gesicht darf mir mit /enroll me immer beibringen, wer will, und mit /forgetme vergessen werden.
answers-hidden = Im Moment sehe ich hier nur Befehle und Antworten an mich, weil mein Privatsphäre-Modus eingeschaltet ist. Fotos, zu denen mich niemand fragt, erreichen mich also nicht. Mach mich zum Admin, um das zu ändern.
answers-offered = Ich sage in dieser Gruppe etwas zu jedem Foto, auf dem ein Gesicht zu sehen ist. Lieber anders? Ein Admin kann wählen:
answers-now =
    { $answers ->
        [known] In Ordnung: Ich sage nur etwas, wenn jemand auf dem Foto einer Person ähnlich sieht, die ich kenne. Mit /settings ändert ihr das.
        [mention] In Ordnung: Ich sage nur etwas, wenn ich gefragt werde: mit /who, einer Antwort an mich oder einer Erwähnung. Mit /settings ändert ihr das.
        [off] In Ordnung: Ich höre nur auf Befehle, etwa /who als Antwort auf ein Foto. Mit /settings ändert ihr das.
       *[always] In Ordnung: Ich sage etwas zu jedem Foto, auf dem ein Gesicht zu sehen ist. Mit /settings ändert ihr das.
    }
# Was Knöpfe und Hinweise sagen. Ohne HTML.
setting-language = Sprache
setting-answers = Antworten auf Fotos
language-as-telegram-says = Wie in Telegram
answers-option =
    { $answers ->
        [known] Nur wenn ich jemanden kenne
        [mention] Nur wenn ich gefragt werde
        [off] Nur auf Befehle
       *[always] Jedes Foto mit einem Gesicht
    }
setting-retention = Wie lange ich Personen behalte
retention-option =
    { $retention ->
        [half] Ein halbes Jahr nach dem letzten Foto
        [year] Ein Jahr nach dem letzten Foto
       *[ever] Bis jemand sie löschen lässt
    }
setting-mentions = Erwähnungen in Gruppen
mentions-option =
    { $mentions ->
        [on] Ja, erwähne mich
       *[off] Nein
    }
setting-slow = Fotos von Neuen
slow-option =
    { $slow ->
        [ten] Eines in zehn Minuten
        [hour] Eines in einer Stunde
       *[off] So viele sie wollen
    }
setting-policy = Wer mir Gesichter beibringt
policy-option =
    { $policy ->
        [open] Alle
        [consent] Alle, wenn die Person zustimmt
       *[admins] Nur Admins
    }
retention-now =
    { $retention ->
        [half] Hier behalte ich Personen ein halbes Jahr lang nach ihrem letzten Foto; dann lösche ich sie.
        [year] Hier behalte ich Personen ein Jahr lang nach ihrem letzten Foto; dann lösche ich sie.
       *[ever] Hier behalte ich Personen, bis jemand sie löschen lässt.
    }
done-button = Fertig
saved-notice = Gespeichert.
only-admins-choose = Hier können nur Admins dieser Gruppe wählen.

may-not-write = In { $group } darf ich nicht mehr schreiben. Ich sage dort nichts, bis ein Admin mich wieder schreiben lässt.
may-not-show = Ich darf in dieser Gruppe keine Fotos schicken. Sind auf einem Foto mehrere Personen, kann ich darum nicht sagen, wer wer ist. Ein Admin kann es in den Berechtigungen der Gruppe erlauben oder mich zum Admin machen.
sees-as-admin = Danke! Als Admin sehe ich hier jetzt jedes Foto.

# An Admins. $right: eines ihrer Rechte.
lacking-title =
    { $count ->
        [one] In { $group } fehlt mir ein Recht, das die Regeln dort brauchen:
       *[other] In { $group } fehlen mir Rechte, die die Regeln dort brauchen:
    }
lacking-delete = <b>{ $right }</b>: Worauf eine Regel zutrifft, das bleibt stehen, und niemand wird dafür verwarnt.
lacking-ban = <b>{ $right }</b>: Ich kann niemanden stummschalten oder sperren.
lacking-add = <b>{ $right }</b>: Von Beitrittsanfragen erfahre ich nichts, und ich lehne keine ab.
lacking-how = Wo eine Regel nicht handeln kann, frage ich euch mit einer Karte. Wer Admins ernennen darf, kann mir geben, was fehlt: in den Einstellungen der Gruppe, unter Administratoren.

## Watching

watch-for-admins = Nur Admins können sagen, worauf ich in dieser Gruppe achte.
watch-no-group =
    { $more ->
        [0] Ich kenne keine Gruppe, in der du Admin bist. Nimm mich in eine auf; oder, wenn ich schon dort bin, schick dort /watch: Ein Knopf führt von dort hierher.
       *[other] Unter den Gruppen, die ich durchgesehen habe, ist keine, in der du Admin bist. Schick /watch in der, die du meinst: Ein Knopf führt von dort hierher.
    }
watch-which-group =
    { $more ->
        [0] Auf die Fotos welcher Gruppe soll ich achten? In diesen bist du Admin. Wenn eine fehlt, schick dort /watch: Ein Knopf führt von dort hierher.
       *[other] Auf die Fotos welcher Gruppe soll ich achten? In diesen bist du Admin, unter den ersten, die ich durchgesehen habe. Wenn eine fehlt, schick dort /watch: Ein Knopf führt von dort hierher.
    }
watch-title-of = <b>Worauf ich achte</b> in { $group }
watch-title = <b>Worauf ich in dieser Gruppe achte</b>
watch-none =
    Bisher auf nichts. Mit einer Regel sage ich den Admins Bescheid, wenn ein Foto jemanden zeigt, frage sie, was zu tun ist, oder tue es selbst.
    Eine neue Regel beginnt mit einem Probelauf: Es geschieht nichts, und eine Karte sagt, was geschehen wäre.
watch-line = { $number }. { $rule }
# Wohin die Karten kommen. $title: eines Chats.
desk-admins = Ein Foto, auf das eine Regel passt, wird zu einer Karte für die Admins: privat, an alle von ihnen, die mir dort /start geschickt haben.
desk-chat = Ein Foto, auf das eine Regel passt, wird zu einer Karte in { $title }.
desk-about =
    Ein Foto, auf das eine Regel passt, wird zu einer Karte mit Knöpfen für die Admins. Wohin sollen die Karten?
    Privat erreichen sie alle Admins, die mir dort /start geschickt haben.
# $code: was dort zu schicken ist.
desk-how =
    Wähl den Chat mit dem Knopf unten. Oder schick das hier in dem Chat oder in dem Thema, in dem die Karten stehen sollen:
    <code>/watchhere { $code }</code>
    Du musst Admin von beiden sein. Das gilt 15 Minuten lang. Alle in jenem Chat werden die Karten sehen.
desk-code-wanted = Schick /watch in der Gruppe, auf deren Fotos ich achte, und wähl „Wohin die Karten kommen“: Dort sage ich dir, was du hier schicken sollst.
desk-code-old = Dieser Code ist zu alt oder nicht vollständig. Schick /watch in der Gruppe, auf deren Fotos ich achte, dann bekommst du einen neuen.
desk-in-a-group = Schick das in der Gruppe, in der die Karten stehen sollen. Sollen sie in unseren privaten Chat, wähl mit /watch „Die Admins privat“.
desk-not-both = Nur wer Admin beider Gruppen ist, kann die Karten hierher schicken lassen. Wenn du anonym schreibst, sehe ich nicht, wer du bist: Schick es unter deinem eigenen Namen.
desk-here = Von jetzt an kommen die Karten aus { $title } hierher.
# Eine Regel in einem Satz, aus vier Teilen, die folgen.
rule = { $when }, { $by }: { $then }. { $mode }
# Was ein Foto zeigt. $whom: Namen; $count: Fotos oder Gesichter; $hours: in denen Fotos gezählt werden.
rule-person = Wenn ein Foto { $whom } zeigt
rule-often =
    { $count ->
        [one] { $hours ->
            [1] Wenn in einer Stunde mehr als { $count } Foto { $whom } zeigt
            [24] Wenn an einem Tag mehr als { $count } Foto { $whom } zeigt
           *[other] Wenn in { $hours } Stunden mehr als { $count } Foto { $whom } zeigt
        }
       *[other] { $hours ->
            [1] Wenn in einer Stunde mehr als { $count } Fotos { $whom } zeigen
            [24] Wenn an einem Tag mehr als { $count } Fotos { $whom } zeigen
           *[other] Wenn in { $hours } Stunden mehr als { $count } Fotos { $whom } zeigen
        }
    }
rule-stranger = Wenn ein Foto jemanden zeigt, den ich nicht kenne
rule-face = Wenn ein Foto ein Gesicht zeigt
rule-crowd =
    { $count ->
        [one] Wenn ein Foto mehr als { $count } Gesicht zeigt
       *[other] Wenn ein Foto mehr als { $count } Gesichter zeigt
    }
# Namen darin: $whom ist einer oder mehrere, $last noch einer, $more wie viele noch.
any-of = { $whom } oder { $last }
any-of-more =
    { $more ->
        [one] { $whom } oder { $more } weitere Person
       *[other] { $whom } oder { $more } weitere Personen
    }
# Wer es geschickt hat. $people: wie viele Namen $whom hat.
rule-by =
    { $by ->
        [newcomers] geschickt von jemandem, der neu ist
       *[anybody] von wem auch immer
    }
rule-by-others =
    { $people ->
        [1] nicht von { $whom } selbst geschickt
       *[other] nicht von dieser Person selbst geschickt
    }
# Was geschieht. $time: für wie lange.
rule-then =
    { $then ->
        [ask] die Admins fragen
        [delete] löschen
        [warn] löschen und den Absender verwarnen
        [mute] löschen und den Absender für { $time } stummschalten
        [ban] löschen und den Absender sperren
       *[tell] den Admins Bescheid sagen
    }
rule-time =
    { $hours ->
        [1] eine Stunde
        [24] einen Tag
        [168] eine Woche
       *[other] { $hours } Stunden
    }
# Ob es geschieht: wo die Admins nur etwas erfahren oder gefragt werden, und wo etwas geschieht.
rule-mode-said =
    { $mode ->
        [dry-run] Probelauf.
       *[ask] Eingeschaltet.
    }
rule-mode-done =
    { $mode ->
        [dry-run] Probelauf.
        [act] Sofort.
       *[ask] Wenn ein Admin es sagt.
    }
rule-quiet = Ruht bis { $until } (UTC).
rule-means-dry-run = Ein Probelauf: Ich tue nichts, und die Karten sagen, was ich getan hätte. Wenn dir gefällt, was sie sagen, schalte die Regel ein.
rule-means-said = Jedes Foto, auf das sie passt, wird zu einer Karte.
rule-means-ask = Ich frage zuerst: Die Karte hat einen Knopf, und es geschieht nichts, bis ein Admin ihn drückt.
# $about: people (bestimmte Personen) oder Gesichter von irgendwem.
rule-means-act =
    { $about ->
        [people] Ich handle selbst, wo ich sehr sicher bin, und frage, wo ich es weniger bin. Jedes Mal gibt es eine Karte.
       *[faces] Ich handle selbst. Jedes Mal gibt es eine Karte.
    }
rule-never-acts = Diese Regel handelt nie von selbst: In einer großen Gruppe halte ich eine von neun Personen, von denen ich nur ein Foto kenne, für fremd. Darum frage ich.
rule-never-met = Bisher hat sie auf kein Foto gepasst.
rule-met =
    { $count ->
        [one] Seit { $since } hat sie auf { $count } Foto gepasst.
       *[other] Seit { $since } hat sie auf { $count } Fotos gepasst.
    }
# $sure und $likely: davon.
rule-met-sure =
    { $count ->
        [one] Seit { $since } hat sie auf { $count } Foto gepasst. Sicher genug, um selbst zu handeln: { $sure }; nur genug, um zu fragen: { $likely }.
       *[other] Seit { $since } hat sie auf { $count } Fotos gepasst. Sicher genug, um selbst zu handeln: { $sure }; nur genug, um zu fragen: { $likely }.
    }
rule-made = Angelegt am { $at }.
rule-made-by = Angelegt am { $at } von { $by }.
rule-really-act =
    Soll ich das <b>von selbst</b> tun, ohne jemanden zu fragen: { $then }?

    { $about ->
        [people] Ich tue es nur, wo ich sehr sicher bin: Höchstens eine fremde Person von tausend sieht denen so ähnlich, auf die die Regel achtet. Wo ich weniger sicher bin, frage ich.
       *[faces] Ich tue es jedes Mal, wenn die Regel auf ein Foto passt.
    } Irren kann ich mich trotzdem. Admins sind nie gemeint. Jedes Mal gibt es eine Karte, mit der ihr es zurücknehmen könnt; aber was gelöscht ist, bleibt gelöscht.
rule-needs-rights = Dafür muss ich in dieser Gruppe Admin sein, mit Rechten, die mir jetzt fehlen: { $rights }.
rule-really-delete = Soll ich diese Regel löschen? { $rule }
rule-lapsed = Ich kenne niemanden mehr, um den es in dieser Regel ging, und habe sie darum gelöscht: { $rule }
# Eine Regel entsteht.
draft-when = Worauf soll ich achten? Wenn ein Foto zeigt …
draft-people =
    { $chosen ->
        [0] Wen? Du kannst mehrere wählen.
        [one] Wen? Du kannst mehrere wählen. Bisher: { $chosen }.
       *[other] Wen? Du kannst mehrere wählen. Bisher: { $chosen }.
    }
draft-crowd = Mehr als wie viele Gesichter?
draft-often = Mehr als wie viele Fotos?
draft-by =
    Von wem geschickt?
    Für Admins gilt keine Regel.
draft-then =
    Was dann?
    Am Anfang ist es ein Probelauf, was du auch wählst.
draft-mute = Für wie lange soll der Absender stumm sein?
draft-save =
    { $rule }

    Ist das so richtig? Noch geschieht nichts: Eine neue Regel beginnt mit einem Probelauf.
draft-cancelled = Es wurde keine Regel angelegt.
deed-rule-made = { $at } – { $by } hat eine Regel angelegt.
deed-rule-changed = { $at } – { $by } hat eine Regel geändert.
deed-rule-deleted = { $at } – { $by } hat eine Regel gelöscht.
deed-desk-chosen = { $at } – { $by } hat gewählt, wohin die Karten der Regeln kommen.
command-watch = Worauf ich achte, und was ich dann tue
help-watch =
    <b>Auf eine Gruppe achten</b>
    /watch in einer Gruppe, für ihre Admins: Ich sage euch Bescheid, wenn ein Foto eine bestimmte Person, jemand Fremdes oder viele Gesichter zeigt, frage euch, was zu tun ist, oder lösche es und verwarne den Absender, schalte ihn stumm oder sperre ihn.

    Jede Regel beginnt mit einem Probelauf, der nur sagt, was ich getan hätte. Von selbst handle ich nur, wenn ihr es sagt, und nur, wo ich sehr sicher bin. Für Admins gilt keine Regel, und was ich getan habe, lässt sich mit einem Knopf zurücknehmen.

    Eine Regel über Personen halte ich auch an die Profilfotos derer, die in die Gruppe kommen oder darum bitten.
# Knöpfe und Hinweise. Ohne HTML.
new-rule-button = Neue Regel
in-private-button = Privat weitermachen
other-groups-button = Andere Gruppe
desk-button = Wohin die Karten kommen
exempt-button = Immer erlaubt: { $count }
desk-admins-button = Die Admins privat
desk-another-button = Ein anderer Chat
desk-choose-button = Den Chat wählen
draft-when-button =
    { $when ->
        [person] Eine Person, die ich kenne
        [often] Eine Person zu oft
        [stranger] Jemanden, den ich nicht kenne
        [crowd] Viele Gesichter
       *[face] Irgendein Gesicht
    }
draft-by-button =
    { $by ->
        [newcomers] Neue Mitglieder
        [others] Alle außer dieser Person
       *[anybody] Wer auch immer
    }
draft-then-button =
    { $then ->
        [ask] Die Admins fragen
        [delete] Löschen
        [warn] Löschen und verwarnen
        [mute] Löschen und stummschalten
        [ban] Löschen und sperren
       *[tell] Den Admins Bescheid sagen
    }
draft-often-button =
    { $hours ->
        [1] { $count } in einer Stunde
       *[24] { $count } an einem Tag
    }
draft-time-button =
    { $hours ->
        [1] Eine Stunde
        [24] Einen Tag
       *[168] Eine Woche
    }
draft-next-button = Weiter
draft-save-button = Speichern
rule-dry-run-button = Probelauf
rule-ask-button = Erst fragen
rule-act-button = Von selbst handeln
rule-on-button = Einschalten
rule-is-on-button = Eingeschaltet
rule-yes-act-button = Ja, handle von selbst
rule-quiet-button = Einen Tag Ruhe
rule-wake-button = Aufwecken
rule-delete-button = Löschen
rule-yes-delete-button = Ja, löschen
rule-deleted-notice = Gelöscht.
rule-gone = Diese Regel gibt es nicht mehr.
draft-closed = Diese Regel wurde nicht rechtzeitig fertig, oder eine andere wurde begonnen. Schick /watch, um neu anzufangen.
draft-nobody = Ich kenne in dieser Gruppe noch niemanden. Bring mir erst jemanden bei, mit /enroll.
draft-choose-somebody = Wähl erst jemanden aus.
draft-enough-people = In einer Regel kann es um höchstens { $most } Personen gehen. Mach für die übrigen noch eine.
too-many-rules = Eine Gruppe kann höchstens { $most } Regeln haben. Lösch erst eine.
## An der Tür

# Die erste Zeile einer Karte über jemanden, der um Aufnahme bittet. $then: was die Regel tun lässt.
request-title-dry =
    { $then ->
        [ban] <b>Probelauf:</b> Ich hätte diese Beitrittsanfrage abgelehnt.
        [tell] <b>Probelauf:</b> Ich hätte euch diese Beitrittsanfrage gemeldet.
       *[ask] <b>Probelauf:</b> Ich hätte euch zu dieser Beitrittsanfrage gefragt.
    }
request-title-asked =
    { $then ->
        [ban] <b>Soll ich diese Beitrittsanfrage ablehnen?</b>
       *[ask] <b>Was soll mit dieser Beitrittsanfrage geschehen?</b>
    }
request-title-told = <b>Eine Beitrittsanfrage, auf die eine Regel zutrifft</b>
request-title-acted = <b>Ich habe eine Beitrittsanfrage abgelehnt</b>
request-posted = { $who } möchte in die Gruppe { $group }. Das ist ein Profilfoto dieser Person.
request-more =
    { $more ->
        [one] Seither noch { $more } Anfrage.
       *[other] Seither noch { $more } Anfragen.
    }
# Und über jemanden, der dazugekommen ist.
arrival-title-dry =
    { $then ->
        [mute] <b>Probelauf:</b> Ich hätte jemanden stummgeschaltet, der dazugekommen ist.
        [ban] <b>Probelauf:</b> Ich hätte jemanden gesperrt, der dazugekommen ist.
        [tell] <b>Probelauf:</b> Ich hätte euch jemanden gemeldet, der dazugekommen ist.
       *[ask] <b>Probelauf:</b> Ich hätte euch zu jemandem gefragt, der dazugekommen ist.
    }
arrival-title-asked =
    { $then ->
        [mute] <b>Soll ich jemanden stummschalten, der dazugekommen ist?</b>
        [ban] <b>Soll ich jemanden sperren, der dazugekommen ist?</b>
       *[ask] <b>Was soll mit jemandem geschehen, der dazugekommen ist?</b>
    }
arrival-title-told = <b>Jemand ist dazugekommen, auf den eine Regel zutrifft</b>
arrival-title-acted = <b>Ich habe bei jemandem gehandelt, der dazugekommen ist</b>
arrival-posted = { $who } ist jetzt in der Gruppe { $group }. Das ist ein Profilfoto dieser Person.
done-let-in = aufgenommen
done-turned-away = abgelehnt
request-final = Dass eine Anfrage abgelehnt ist, lässt sich nicht zurücknehmen: Man kann noch einmal anfragen, oder ein Admin nimmt selbst auf.
# $at: a moment; $by: who did it.
request-undone = { $at } (UTC), { $by }: wieder entfernt. Neu anfragen geht.
done-over = es bleibt nichts zu tun
newcomer-slowed =
    { $slow ->
        [hour] { $who }, wer hier neu ist, kann in den ersten { $days } Tagen ein Foto in der Stunde schicken. Was mehr war, habe ich gelöscht. Admins können das mit /settings ändern.
       *[ten] { $who }, wer hier neu ist, kann in den ersten { $days } Tagen ein Foto in zehn Minuten schicken. Was mehr war, habe ich gelöscht. Admins können das mit /settings ändern.
    }
not-let-in = <b>Nicht aufgenommen:</b> { $why }
not-turned-away = <b>Nicht abgelehnt:</b> { $why }
barred-answered = Die Anfrage war nicht mehr offen: Sie wurde schon beantwortet oder zurückgezogen.
barred-inside = Diese Person war schon in der Gruppe.
barred-invites = Dafür muss ich Admin der Gruppe sein und Mitglieder hinzufügen dürfen. Dann drück noch einmal.
# An die Person, die gefragt hat, privat.
turned-away = Du möchtest in die Gruppe { $group }. Ich lehne das ab, weil auf ein Profilfoto von dir eine Regel dieser Gruppe zutrifft. Wenn das falsch ist, schreib einem ihrer Admins: Sie können dich aufnehmen.
deed-request-approved = { $at } – { $by }: { $whom } aufgenommen.
deed-request-declined = { $at } – { $by }: die Beitrittsanfrage abgelehnt, von { $whom }.
# Unter einer Regel.
rule-profiles = Ich halte sie auch an die Profilfotos derer, die dazukommen (einmal) oder darum bitten (jedes Mal), und ich behalte keines, auf das sie nicht zutrifft. Von Beitrittsanfragen erfahre ich als Admin, der Mitglieder hinzufügen darf. Von selbst nehme ich nie jemanden auf.
exempt-people =
    <b>Auf wen hier keine Regel zutrifft</b>

    So haben es Admins gesagt. Drück auf einen Namen, dann gelten die Regeln für diese Person wieder.
# Knöpfe. Ohne HTML.
let-in-button = Aufnehmen
turn-away-button = Ablehnen
put-out-button = Wieder entfernen

## Fälle

# Die erste Zeile einer Karte. $then: was die Regel tun lässt.
case-title-dry =
    { $then ->
        [ask] <b>Probelauf:</b> Ich hätte euch zu diesem Foto gefragt.
        [delete] <b>Probelauf:</b> Ich hätte dieses Foto gelöscht.
        [warn] <b>Probelauf:</b> Ich hätte dieses Foto gelöscht und verwarnt, wer es geschickt hat.
        [mute] <b>Probelauf:</b> Ich hätte dieses Foto gelöscht und stummgeschaltet, wer es geschickt hat.
        [ban] <b>Probelauf:</b> Ich hätte dieses Foto gelöscht und gesperrt, wer es geschickt hat.
       *[tell] <b>Probelauf:</b> Ich hätte euch dieses Foto gemeldet.
    }
case-title-asked =
    { $then ->
        [delete] <b>Soll ich dieses Foto löschen?</b>
        [warn] <b>Soll ich dieses Foto löschen und verwarnen, wer es geschickt hat?</b>
        [mute] <b>Soll ich dieses Foto löschen und stummschalten, wer es geschickt hat?</b>
        [ban] <b>Soll ich dieses Foto löschen und sperren, wer es geschickt hat?</b>
       *[ask] <b>Was soll mit diesem Foto geschehen?</b>
    }
case-title-told = <b>Ein Foto, auf das eine Regel zutrifft</b>
case-title-acted = <b>Ich habe bei einem Foto gehandelt</b>
case-posted = In { $group }, geschickt von { $who }.
case-seen-face = Es zeigt ein Gesicht.
case-seen-crowd =
    { $faces ->
        [one] Es zeigt mehr als { $faces } Gesicht.
       *[other] Es zeigt mehr als { $faces } Gesichter.
    }
case-seen-forgotten = Es sah nach jemandem aus, den ich inzwischen vergessen sollte.
case-score = Ähnlichkeit: { $score }.
# Gemeint sind Fremde, die mir hier niemand beigebracht hat.
case-strangers-rare = Höchstens 1 von { $odds } Fremden käme denen, die die Regel meint, so nahe.
case-strangers-some = Etwa 1 von { $odds } Fremden käme denen, die die Regel meint, so nahe.
case-strangers-many = Jeder zweite Fremde oder mehr käme denen, die die Regel meint, so nahe.
case-rule-gone = Die Regel gibt es nicht mehr.
case-more =
    { $more ->
        [one] Seither noch { $more } Mal von derselben Person.
       *[other] Seither noch { $more } Mal von derselben Person.
    }
case-left =
    { $left ->
        [one] <b>{ $left } davon ist noch da:</b> { $why }
       *[other] <b>{ $left } davon sind noch da:</b> { $why }
    }
# Was entschieden wurde. $done: Satzteile, siehe unten; $at: ein Zeitpunkt.
case-taken = { $at } (UTC), { $by }: { $done }.
done-deleted = gelöscht
done-warned =
    { $count ->
        [one] verwarnt ({ $count } Verwarnung in 7 Tagen)
       *[other] verwarnt ({ $count } Verwarnungen in 7 Tagen)
    }
done-muted = stummgeschaltet bis { $until } (UTC)
done-banned = gesperrt
done-forgiven = verziehen
done-nothing-yet = wird gerade getan
case-undone = { $at } (UTC), { $by }: zurückgenommen.
case-final = Was gelöscht ist, lässt sich nicht zurückholen.
case-approved = Was auch immer diese Person postet, keine Regel trifft darauf zu: So hat es ein Admin gesagt.
case-denied = { $by } hat gesagt, dass das jemand anderes ist. Auf dieses Bild trifft die Regel nicht mehr zu.
a-rule = eine Regel
# Was Telegram uns nicht tun ließ, und warum.
not-deleted = <b>Nicht gelöscht:</b> { $why }
not-warned = <b>Nicht verwarnt:</b> { $why }
not-muted = <b>Nicht stummgeschaltet:</b> { $why }
not-banned = <b>Nicht gesperrt:</b> { $why }
not-lifted = <b>Nicht zurückgenommen:</b> { $why }
barred-too-old = Es wurde vor mehr als zwei Tagen geschickt, und so Altes dürfen Bots nicht löschen.
barred-gone = Das Foto war schon weg.
barred-admin = Mit Admins kann ich das nicht machen.
barred-rights = Dafür muss ich Admin der Gruppe sein und Nachrichten löschen und Mitglieder sperren dürfen. Dann drück noch einmal.
barred-absent = Diese Person ist nicht in der Gruppe.
barred-basic = In einer einfachen Gruppe kann niemand stummgeschaltet werden. In einer Supergruppe kann ich es.
barred-channel = Einen Kanal kann niemand stummschalten. Ihr könnt ihn sperren.
barred-restricted = Jemand hat diese Person schon eingeschränkt, und dabei lasse ich es.
barred-moved = Die Gruppe ist gerade zur Supergruppe geworden. Drück gleich noch einmal.
barred-other = Telegram lässt mich nicht.
# In der Gruppe, an die Person, die das Foto geschickt hat. $by: wer entschieden hat.
notice-deleted =
    { $by ->
        [rule] { $who }, ich habe ein Foto von dir gelöscht, wie es eine Regel dieser Gruppe will. Wenn das falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
        [person] { $who }, ich habe ein Foto gelöscht, das du geschickt hast: Es sieht jemandem ähnlich, der darum gebeten hat, dass andere hier keine Fotos von ihm schicken. Wenn das falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
       *[admin] { $who }, ich habe ein Foto von dir gelöscht, wie es ein Admin entschieden hat. Wenn das falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
    }
# $most Verwarnungen innerhalb von so vielen $days machen stumm.
notice-warned =
    { $by ->
        [rule] { $who }, ich habe ein Foto von dir gelöscht, wie es eine Regel dieser Gruppe will. Das ist Verwarnung { $count }; bei { $most } innerhalb von { $days } Tagen schalte ich dich für einen Tag stumm. Wenn es falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
       *[admin] { $who }, ich habe ein Foto von dir gelöscht, wie es ein Admin entschieden hat. Das ist Verwarnung { $count }; bei { $most } innerhalb von { $days } Tagen schalte ich dich für einen Tag stumm. Wenn es falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
    }
# Wo wir es nicht gelöscht haben.
notice-warned-only =
    { $by ->
        [rule] { $who }, ein Foto von dir verstößt gegen eine Regel dieser Gruppe. Das ist Verwarnung { $count }; bei { $most } innerhalb von { $days } Tagen schalte ich dich für einen Tag stumm. Wenn es falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
       *[admin] { $who }, ein Admin verwarnt dich wegen eines Fotos von dir. Das ist Verwarnung { $count }; bei { $most } innerhalb von { $days } Tagen schalte ich dich für einen Tag stumm. Wenn es falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
    }
notice-muted =
    { $by ->
        [rule] { $who } kann hier bis { $until } (UTC) nicht schreiben, wie es eine Regel dieser Gruppe will. Wenn das falsch war, schreib einem Admin dieser Gruppe, der es sich noch einmal ansehen kann.
       *[admin] { $who } kann hier bis { $until } (UTC) nicht schreiben, wie es ein Admin entschieden hat. Wenn das falsch war, schreib einem Admin dieser Gruppe, der es sich noch einmal ansehen kann.
    }
notice-banned =
    { $by ->
        [rule] { $who } wurde aus dieser Gruppe gesperrt, wie es eine ihrer Regeln will. Wer das für falsch hält, kann auf diese Nachricht antworten: Ein Admin kann es sich noch einmal ansehen.
       *[admin] { $who } wurde aus dieser Gruppe gesperrt, wie es ein Admin entschieden hat. Wer das für falsch hält, kann auf diese Nachricht antworten: Ein Admin kann es sich noch einmal ansehen.
    }
notice-lifted = { $who }: Ein Admin hat es sich noch einmal angesehen und zurückgenommen.
nobody-to-tell = Auf ein Foto trifft eine Regel dieser Gruppe zu, und ich erreiche keinen ihrer Admins. Wer von euch Admin ist: Schick mir /start in unserem privaten Chat, dann sage ich es dort.
deed-post-deleted = { $at } – { $by }: ein Foto gelöscht, das { $whom } geschickt hat.
deed-poster-warned = { $at } – { $by }: { $whom } verwarnt.
deed-poster-muted = { $at } – { $by }: { $whom } stummgeschaltet.
deed-poster-banned = { $at } – { $by }: { $whom } gesperrt.
deed-poster-forgiven = { $at } – { $by }: { $whom } ein Foto verziehen.
deed-poster-approved = { $at } – { $by }: Keine Regel trifft mehr auf { $whom } zu.
deed-poster-disapproved = { $at } – { $by }: Regeln treffen auf { $whom } wieder zu.
deed-taken-back = { $at } – { $by }: zurückgenommen, was { $whom } betraf.
deed-match-denied = { $at } – { $by }: Ein Foto, das { $whom } geschickt hat, zeigt nicht, für wen eine Regel es hielt.
# Knöpfe und Hinweise. Ohne Auszeichnung.
delete-button = Löschen
delete-warn-button = Löschen, verwarnen
delete-mute-button = Löschen, stumm
delete-ban-button = Löschen, sperren
mute-button = Stummschalten
ban-button = Sperren
forgive-button = Verzeihen
not-this-person-button = Nicht diese Person
quiet-button = Einen Tag Ruhe
take-back-button = Zurücknehmen
approve-button = Immer erlauben
disapprove-button = Regeln wieder anwenden
only-admins-decide = Das können nur die Admins jener Gruppe entscheiden.
# Einem Admin fehlt ein Recht für das, was der Knopf tut. $rights: welche, wie unten; $count: wie viele.
right-missing =
    { $count ->
        [one] Das mache ich nicht: Dir fehlt als Admin jener Gruppe das Recht { $rights }. Wem die Gruppe gehört, kann es dir geben.
       *[other] Das mache ich nicht: Dir fehlen als Admin jener Gruppe die Rechte { $rights }. Wem die Gruppe gehört, kann sie dir geben.
    }
# So heißen sie in Telegram dort, wo ein Admin sie bekommt.
right-delete = „Nachrichten löschen“
right-restrict = „Nutzer sperren“
right-invite = „Mitglieder hinzufügen“
decided-already = { $by } hat das schon entschieden.
decided-by-rule = Die Regel hat hier schon gehandelt.
taken-back-already = { $by } hat das schon zurückgenommen.
doing-it = In Ordnung.
quiet-now = Diese Regel schweigt bis { $until } (UTC).
rule-not-there = Diese Regel gibt es nicht mehr.
approved-notice = Auf { $who } trifft keine Regel mehr zu.
disapproved-notice = Auf { $who } treffen Regeln wieder zu.
too-poor-to-learn = Gemerkt. Das Gesicht habe ich nicht gelernt: Dafür ist das Foto zu schlecht, oder niemand darf es mir beibringen.

## Schutz vor Fotos von einem selbst

setting-protection = Schutz der Mitglieder
protection-option =
    { $protection ->
        [tell] Sie erfahren davon
        [ask] Bis zur Frage an die Admins
        [delete] Bis zum Löschen
       *[off] Aus
    }
setting-protection-about =
    Wer mir das eigene Gesicht beigebracht hat, kann mit /protect darum bitten, dass mit Fotos von sich, die andere hier schicken, etwas geschieht. Wie weit darf das gehen?
    Zum Löschen muss ich hier ein Admin sein, der Nachrichten löschen darf. Fotos von Admins werden deswegen nie gelöscht.
command-protect = Was geschieht, wenn andere Fotos von mir schicken
protection-enrol-first = Ich weiß noch nicht, welches Gesicht hier deins ist. Schick in dieser Gruppe <code>/enroll me</code> mit einem Foto von dir, dann geht /protect.
protection-enrol-in-group = In welcher Gruppe soll ich auf dich achten? Schick dort <code>/enroll me</code> mit einem Foto von dir, damit ich dein Gesicht kenne, dann geht /protect.
protection-not-allowed = In dieser Gruppe haben die Admins das nicht erlaubt. Jeder von ihnen kann es, mit /settings: „Schutz der Mitglieder“. Bis dahin tue ich nichts, wenn andere Fotos von dir schicken.
protection-nowhere-allowed = In keiner der Gruppen, in denen du mir dein Gesicht beigebracht hast, haben die Admins das erlaubt. Frag einen von ihnen: Es steht dort in /settings, „Schutz der Mitglieder“.
protection-named-nowhere = Du hast mich gebeten, dich nirgends zu kennen. Dann kann ich auch nicht auf dich achten. Schick mir erst in unserem privaten Chat /optin, dann geht /protect.
protection-which-group = Für welche Gruppe?
protection-choose = Was soll ich tun, wenn jemand anderes hier ein Foto schickt, das dir ähnlich sieht?
# $protection: what holds; $wish: what was asked for.
protection-now =
    { $protection ->
        [tell] <b>Jetzt:</b> Ich sage es dir privat.
        [ask] <b>Jetzt:</b> Ich frage die Admins, was geschehen soll.
        [delete] <b>Jetzt:</b> Ich lösche es.
       *[off] <b>Jetzt:</b> nichts.
    }
protection-allowed-less =
    { $wish ->
        [delete] Du wolltest, dass ich es lösche. Das erlauben die Admins nicht mehr.
       *[ask] Du wolltest, dass ich die Admins frage. Das erlauben sie nicht mehr.
    }
protection-sure-alone = Ich lösche nur, wo ich mir sehr sicher bin. Wo ich es weniger bin, frage ich die Admins. Von Fotos eines Admins sage ich dir nur.
protection-start-first = Aber ich kann dir noch nicht schreiben: Öffne unseren privaten Chat und drücke auf Start.
protection-told-here = Ich sage dir hier, wenn jemand in { $group } ein Foto schickt, das dir ähnlich sieht. /protect ändert das.
protection-lapsed = In { $group } kenne ich niemanden mehr als dich. Deshalb achte ich dort nicht mehr auf Fotos von dir.
# $count: of people.
protection-people =
    { $count ->
        [one] Außerdem hat { $count } Mitglied darum gebeten, dass mit Fotos von sich, die andere schicken, etwas geschieht. Wie weit das gehen darf, steht in /settings.
       *[other] Außerdem haben { $count } Mitglieder darum gebeten, dass mit Fotos von sich, die andere schicken, etwas geschieht. Wie weit das gehen darf, steht in /settings.
    }
# On the card for the admins: what somebody asked for, for themselves.
protection-somebody = Jemand aus dieser Gruppe
protection-wish =
    { $then ->
        [delete] { $who } möchte, dass Fotos von sich, die andere schicken, gelöscht werden.
       *[ask] { $who } möchte, dass Fotos von sich, die andere schicken, euch vorgelegt werden.
    }
# To whom it concerns, in private.
protection-alert-match = { $who } hat in { $group } ein Foto geschickt, das dir ähnlich sieht.
protection-alert-possible = { $who } hat in { $group } ein Foto geschickt, auf dem du sein könntest.
protection-alert-why = Du wolltest, dass ich auf solche Fotos achte. /protect ändert das.
deed-protected = { $at } – { $by } hat um Schutz vor Fotos gebeten, die andere schicken ({ $whom }).
deed-unprotected = { $at } – { $by } ist nicht mehr vor Fotos geschützt, die andere schicken ({ $whom }).
# Buttons and notices. No markup.
protection-button =
    { $protection ->
        [tell] Sag es mir
        [ask] Frag die Admins
        [delete] Lösch es
       *[off] Nichts mehr
    }
protection-open-button = Zeig mir das Foto
protection-start-button = Unseren privaten Chat öffnen
protection-not-allowed-notice = Das ist hier gerade nicht erlaubt.

## Meldungen

command-report = Den Admins eine Nachricht melden: als Antwort darauf
case-title-reported = <b>Eine Nachricht wurde gemeldet</b>
# $who: bis zu drei Namen; $more: wie viele noch.
report-by =
    { $more ->
        [0] { $count ->
            [one] Gemeldet von { $who }.
           *[other] Gemeldet von { $count } Personen: { $who }.
        }
       *[other] Gemeldet von { $count } Personen: { $who } und { $more } weiteren.
    }
notice-message-deleted = { $who }, ich habe eine Nachricht von dir gelöscht, wie es ein Admin entschieden hat. Wenn das falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
notice-message-warned = { $who }, ich habe eine Nachricht von dir gelöscht, wie es ein Admin entschieden hat. Das ist Verwarnung { $count }; bei { $most } innerhalb von { $days } Tagen schalte ich dich für einen Tag stumm. Wenn es falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
notice-message-warned-only = { $who }, ein Admin verwarnt dich wegen einer Nachricht von dir. Das ist Verwarnung { $count }; bei { $most } innerhalb von { $days } Tagen schalte ich dich für einen Tag stumm. Wenn es falsch war, antworte auf diese Nachricht: Ein Admin kann es sich noch einmal ansehen.
barred-message-gone = Die Nachricht war schon weg.
# An die Person, die gemeldet hat, in privat oder sonst in der Gruppe: Niemand sonst wird genannt.
report-thanks = Danke. Die Admins der Gruppe haben es vor sich.
report-decided = Danke. Ein Admin hat sich diese Nachricht schon angesehen.
report-nobody = Niemand hat davon erfahren: Ich erreiche keinen Admin dieser Gruppe. Wer von euch Admin ist: Schick mir /start in unserem privaten Chat, dann kommen Meldungen dort an.
report-how = Antworte mit /report auf die Nachricht, die sich die Admins ansehen sollen. Sie sehen, wer sie gemeldet hat.
report-in-private = /report ist für Gruppen: Antworte dort damit auf die Nachricht, die sich die Admins ansehen sollen.
report-too-many =
    { $most ->
        [one] In einer Stunde kannst du { $most } Nachricht melden, und das hast du. Wenn es eilt, schreib einem Admin.
       *[other] In einer Stunde kannst du { $most } Nachrichten melden, und das hast du. Wenn es eilt, schreib einem Admin.
    }
report-no-room = In der letzten Stunde wurden in dieser Gruppe so viele Nachrichten gemeldet, dass die Admins genug vor sich haben. Wenn es eilt, schreib einem von ihnen.
report-mine = Diese Nachricht ist von mir. Wenn ich jemanden verwechsle, berichtigen mich die Knöpfe unter meiner Antwort; wenn ich etwas falsch gemacht habe, schreib einem Admin.
report-your-own = Diese Nachricht ist deine eigene: Du kannst sie selbst löschen.
report-admin = Was Admins schreiben, kann ihnen nicht gemeldet werden. Wenn damit etwas nicht stimmt, schreib einem anderen Admin.
# Von wem, steht nur auf der Karte: Das hier liest auch die Gruppe.
deed-reported = { $at } – jemand hat eine Nachricht von { $whom } gemeldet.
deed-report-dismissed = { $at } – { $by }: eine gemeldete Nachricht von { $whom } stehen gelassen.
deed-message-deleted = { $at } – { $by }: eine gemeldete Nachricht von { $whom } gelöscht.
# Ein Knopf. Ohne Auszeichnung.
show-message-button = Die Nachricht zeigen

## Das Protokoll, seitenweise

done-here-of = Was { $who } hier getan hat oder betraf, das Neueste zuerst (Zeiten in UTC):
nothing-of-that = Nichts dergleichen in dieser Zeit.
audit-several = Ich kenne mehrere, die ähnlich heißen: { $names }. Schick /audit mit dem ganzen Namen.
# Die Beschriftung einer Datei. Personen stehen darin mit ihren Kennungen, Konten mit ihren Nummern.
audit-file =
    { $count ->
        [one] Was dort getan wurde: { $count } Eintrag, als Tabelle. Personen stehen darin mit ihren Kennungen und Konten mit ihren Nummern, ohne Namen und Bilder. Die Zeiten sind in UTC.
       *[other] Was dort getan wurde: { $count } Einträge, als Tabelle. Personen stehen darin mit ihren Kennungen und Konten mit ihren Nummern, ohne Namen und Bilder. Die Zeiten sind in UTC.
    }
audit-start-me = Diese Datei schicke ich privat, und dort hast du noch nie mit mir gesprochen. Öffne unseren Chat, drück auf Start und verlang die Datei dann noch einmal.
deed-setting-changed = { $at } – { $by } hat eine Einstellung dieser Gruppe geändert.
# Knöpfe und Hinweise. Ohne Auszeichnung.
audit-topic-button =
    { $topic ->
        [people] Personen
        [rules] Regeln, Fälle
        [reports] Meldungen
        [settings] Einstellungen
       *[all] Alles
    }
audit-period-button =
    { $period ->
        [day] Ein Tag
        [week] Eine Woche
       *[ever] 90 Tage
    }
audit-file-button = Als Datei
audit-sent = Ich habe es dir privat geschickt.
audit-not-sent = Ich kann dir noch nicht privat schreiben.
open-private-button = Unseren privaten Chat öffnen

## Einsprüche

case-appealed = { $who } bittet, sich das noch einmal anzusehen.
appeal-told = { $who } bittet, sich das noch einmal anzusehen, und sagt:
appeal-made = Ich habe die Admins gebeten, es sich noch einmal anzusehen.
appeal-made-already = Die Admins sind schon gebeten, es sich noch einmal anzusehen.
appeal-not-needed = Ein Admin hat es sich schon noch einmal angesehen und zurückgenommen.
appeal-unheard = Ich erreiche keinen Admin dieser Gruppe. Schreib einem von ihnen.
deed-appealed = { $at } – { $by } hat gebeten, sich noch einmal anzusehen, was { $whom } betraf.
# Privat, an wen gesperrt oder stummgeschaltet wurde. $by: wer entschieden hat.
confided-banned =
    { $by ->
        [rule] Du wurdest aus der Gruppe { $group } gesperrt, wie es eine ihrer Regeln will. Wenn das falsch war, antworte auf diese Nachricht, oder schreib einem ihrer Admins: Sie können es sich noch einmal ansehen.
       *[admin] Du wurdest aus der Gruppe { $group } gesperrt, wie es ein Admin entschieden hat. Wenn das falsch war, antworte auf diese Nachricht, oder schreib einem ihrer Admins: Sie können es sich noch einmal ansehen.
    }
confided-muted =
    { $by ->
        [rule] Du kannst in der Gruppe { $group } bis { $until } (UTC) nicht schreiben, wie es eine ihrer Regeln will. Wenn das falsch war, antworte auf diese Nachricht, oder schreib einem ihrer Admins: Sie können es sich noch einmal ansehen.
       *[admin] Du kannst in der Gruppe { $group } bis { $until } (UTC) nicht schreiben, wie es ein Admin entschieden hat. Wenn das falsch war, antworte auf diese Nachricht, oder schreib einem ihrer Admins: Sie können es sich noch einmal ansehen.
    }
confided-lifted = { $group }: Ein Admin hat es sich noch einmal angesehen und zurückgenommen.

## Regeln über viele

rule-burden =
    { $people ->
        [one] Bedenk: Etwa 1 von { $odds } Fotos von Fremden sieht dieser Person ähnlich genug, um eine Karte zu werden. Je kleiner der Teil derer ist, die ich hier kenne und auf die eine Regel achtet, desto weniger sind es.
       *[other] Bedenk: Etwa 1 von { $odds } Fotos von Fremden sieht jemandem von diesen { $people } Personen ähnlich genug, um eine Karte zu werden. Je kleiner der Teil derer ist, die ich hier kenne und auf die eine Regel achtet, desto weniger sind es.
    }
