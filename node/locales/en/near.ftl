### The page that finds who does what near a place.

near-title = Who does what near a place
near-place = Near
near-within = Within
near-trade = Trade
near-trade-example = baker
near-skill = Skill
near-skill-example = legal
near-offered = Offered or needed
near-anybody = organisations and people
near-offer-space = spaces
near-offer-tool = tools
near-offer-service-offered = services
near-offer-need = what is needed

# $km (Number), $place: town and country
near-around = Within { $km } km of { $place }, the nearest first
near-nothing = Nothing found there. Try a wider circle, or fewer words.
near-unknown-place =
    Places with fewer than 5,000 people are not in the list. Name a larger one near it, or give latitude and longitude, such as 50.63,3.06.
near-on-a-map = The same on a map
near-others = Did you mean another?
