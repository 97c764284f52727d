"""Words too common to look for, folded, by language."""

from __future__ import annotations

_LISTS = {
    "en": """a an and are as at be by for from has have in into is it its of off on or our over per so than that the
        their them then there these they this those to up was we were what when which who will with you your""",
    "de": """aber als am an auch auf aus bei bis da das dass dein dem den der des die dies diese dieser dieses doch du
        durch ein eine einem einen einer eines er es fur hat hier ich ihr im in ist ja mit nach nicht noch nur ob oder
        ohne sehr sein sich sie sind so uber um und uns unser unter vom von vor war was wenn wie wir wird zu zum zur""",
    "fr": """a au aux avec ce ces cette dans de des du elle en est et eux il ils je la le les leur leurs lui mais ne nos
        notre nous on ou par pas pour qu que qui sa sans se ses son sont sur un une vos votre vous""",
    "es": """a al como con de del el ella en entre es esta este esto la las lo los mas mi muy no o para pero por que se
        ser si sin sobre son su sus tu un una uno unos y""",
    "it": """a ad ai al alla alle anche che chi ci come con da dal dalla de dei del della delle di e ed gli ha i il in
        io la le lo ma nei nel nella non o per piu se si sono su sul sulla tra un una uno""",
    "nl": """aan als bij dan dat de deze die dit door een en er het hij ik in is je maar met mijn naar niet nog of om
        ook op over te tot uit uw van voor was wat we wel worden ze zich zijn zo""",
    "pt": """a ao aos as com como da das de do dos e ela ele em entre essa esse esta este eu mais mas na nas no nos o os
        ou para pela pelo por que se sem ser seu sua um uma""",
    "sv": "alla att av bara de den det din dina ditt du efter eller en er ett for fran har hon hur i inte jag kan med "
    "men mot nar och om pa sig sin sitt som sa till under upp ut vi vid var ar",
    "da": "af alle at de den der det din dit du efter eller en er et for fra han har hun hvad hvor i ikke jeg kan med "
    "men mod ned nar og om op os over pa sig sin sit som til ud under var ved vi",
    "nb": "alle at av de den der det din ditt du eller en er et etter for fra har hun hva hvor i ikke jeg kan med men "
    "mot nar og om opp oss over pa seg sin sitt som til under ut var ved vi",
    "pl": "a aby ale bez czy dla do i ich jak jako je jest juz lub ma mi na nad nie o od oraz po pod przez przy sa sie "
    "ta tak ten to tu w we z za ze",
    "ru": "а без бы в во все вы где да для до его ее если есть еще же за и из или их к как ко мы на над не нет но о об "
    "он она они от по под при с со так то у уже чем что это я",
    "tr": "bir bu da daha de en gibi hem her icin ile ise ki mi ne o olan olarak sonra su ve veya ya",
    "ar": "من في على عن الى مع هذا هذه ذلك التي الذي او و ان كان لا ما كل هو هي ب ل",
}
STOP_WORDS: dict[str, frozenset[str]] = {language: frozenset(text.split()) for language, text in _LISTS.items()}
STOP_WORDS["no"] = STOP_WORDS["nn"] = STOP_WORDS["nb"]
