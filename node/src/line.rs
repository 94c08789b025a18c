//! How much the node may load its line, by day and by night. The time of day is an argument; only [`TimeOfDay::now`] asks.

use core::fmt;

use commons_network::{Rate, Rates};
use serde::Deserialize;
use serde_json::{Value, json};

/// Minutes in a day.
const DAY: u16 = 24 * 60;

/// An hour and a minute, wherever the node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TimeOfDay(u16);

impl TimeOfDay {
    /// The time by the clock and the time zone of this machine (`$TZ` or `/etc/localtime`; UTC if there is neither).
    pub(crate) fn now() -> Self {
        let time = jiff::Zoned::now().time();
        let minutes = i32::from(time.hour()) * 60 + i32::from(time.minute());
        Self(u16::try_from(minutes).unwrap_or(0) % DAY)
    }

    /// Reads `HH:MM`, from 00:00 to 23:59; the end of the day is 00:00.
    fn read(text: &str) -> Option<Self> {
        let (hour, minute) = text.trim().split_once(':')?;
        let number = |text: &str, most: u16| {
            let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<u16>().ok().filter(|number| digits && *number <= most)
        };
        let minute = number(minute, 59).filter(|_| minute.len() == 2)?;
        Some(Self(number(hour, 23)? * 60 + minute))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A part of each day, over midnight perhaps: `23:00-06:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Window {
    from: TimeOfDay,
    until: TimeOfDay,
}

impl TryFrom<String> for Window {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = || {
            let (from, until) = text.split_once('-')?;
            Some(Self { from: TimeOfDay::read(from)?, until: TimeOfDay::read(until)? })
        };
        read().filter(|window| window.from != window.until).ok_or_else(|| {
            format!("expected two different times of day such as \"23:00-06:00\", found {text:?}")
        })
    }
}

impl Window {
    fn holds(self, time: TimeOfDay) -> bool {
        let since_it_began = |time: TimeOfDay| (time.0 + DAY - self.from.0) % DAY;
        since_it_began(time) < since_it_began(self.until)
    }
}

/// Which limits hold when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) day: Rates,
    pub(crate) night: Option<(Window, Rates)>,
}

impl Plan {
    /// The limits that hold at a time.
    pub(crate) fn at(&self, time: TimeOfDay) -> Rates {
        match self.night {
            Some((window, night)) if window.holds(time) => night,
            _ => self.day,
        }
    }

    /// When others hold after that, and which, if ever.
    pub(crate) fn after(&self, time: TimeOfDay) -> Option<(TimeOfDay, Rates)> {
        let (window, night) = self.night?;
        Some(if window.holds(time) { (window.until, self.day) } else { (window.from, night) })
    }

    /// Whether anything is ever limited.
    pub(crate) fn limits_anything(&self) -> bool {
        let unlimited = Rates::default();
        self.day != unlimited || self.night.is_some_and(|(_, night)| night != unlimited)
    }

    /// The limits in force, as in `commons status`: `{"upload", "download", "until", "then"}`, in bytes a second, `null` for
    /// no limit; `until` and `then` only if they change.
    pub(crate) fn to_json(self, now: Rates, time: TimeOfDay) -> Value {
        let mut shown = rates(now);
        if let Some((until, then)) = self.after(time).filter(|_| self.limits_anything()) {
            shown["until"] = until.to_string().into();
            shown["then"] = rates(then);
        }
        shown
    }
}

fn rates(rates: Rates) -> Value {
    json!({ "upload": rates.up.map(Rate::bytes), "download": rates.down.map(Rate::bytes) })
}

/// What an answer says of the line, in words; nothing if it is not limited, and never will be.
pub(crate) fn in_words(line: &Value) -> Option<String> {
    let limited = |rates: &Value| !rates["upload"].is_null() || !rates["download"].is_null();
    if !limited(line) && !limited(&line["then"]) {
        return None;
    }
    let now = rates_in_words(line);
    Some(match line["until"].as_str() {
        Some(until) => format!("{now}, until {until}; then {}", rates_in_words(&line["then"])),
        None => now,
    })
}

fn rates_in_words(rates: &Value) -> String {
    let speed = |rate: &Value| match rate.as_u64() {
        Some(bytes) => format!("{} KiB/s", (bytes as f64 / 102.4).round() / 10.0),
        None => "no limit".to_owned(),
    };
    match (&rates["upload"], &rates["download"]) {
        (Value::Null, Value::Null) => "no limits".to_owned(),
        (up, down) => format!("up {}, down {}", speed(up), speed(down)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> TimeOfDay {
        TimeOfDay::read(text).unwrap()
    }

    fn window(text: &str) -> Result<Window, String> {
        Window::try_from(text.to_owned())
    }

    #[test]
    fn a_window_may_go_over_midnight() {
        let night = window("23:00-06:00").unwrap();
        for inside in ["23:00", "23:59", "00:00", "5:59"] {
            assert!(night.holds(time(inside)), "{inside}");
        }
        for outside in ["06:00", "12:00", "22:59"] {
            assert!(!night.holds(time(outside)), "{outside}");
        }
        let noon = window(" 12:00 - 13:30 ").unwrap();
        assert!(noon.holds(time("13:29")) && !noon.holds(time("13:30")) && !noon.holds(time("00:00")));
        // Every minute of the day is on one side, and as many are inside as the window is long.
        assert_eq!((0..DAY).filter(|minute| night.holds(TimeOfDay(*minute))).count(), 7 * 60);
    }

    #[test]
    fn what_is_no_window_is_refused() {
        for wrong in
            ["", "23:00", "23:00-23:00", "24:00-06:00", "23:60-06:00", "23-6", "23:00-06:0", "+1:00-2:00"]
        {
            assert!(window(wrong).unwrap_err().contains("23:00-06:00"), "{wrong}");
        }
    }

    #[test]
    fn the_plan_says_what_holds_and_what_comes() {
        let day = Rates { up: Some(Rate::new(51_200).unwrap()), down: None };
        let plan = Plan { day, night: Some((window("23:00-06:00").unwrap(), Rates::default())) };
        assert_eq!(plan.at(time("22:59")), day);
        assert_eq!(plan.at(time("23:00")), Rates::default());
        let shown = plan.to_json(plan.at(time("12:00")), time("12:00"));
        let expected = json!({ "upload": 51_200, "download": null, "until": "23:00",
            "then": { "upload": null, "download": null } });
        assert_eq!(shown, expected);
        assert_eq!(in_words(&shown).unwrap(), "up 50 KiB/s, down no limit, until 23:00; then no limits");
        let shown = plan.to_json(plan.at(time("01:00")), time("01:00"));
        assert_eq!(in_words(&shown).unwrap(), "no limits, until 06:00; then up 50 KiB/s, down no limit");
        let open = Plan::default();
        assert_eq!(in_words(&open.to_json(open.at(time("01:00")), time("01:00"))), None);
    }
}
