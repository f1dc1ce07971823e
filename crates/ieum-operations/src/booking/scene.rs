//! Gathers the facts of one ask: inside the transaction for the decision, outside it for looking around.

use super::facts::{Booker, Closure, Desk, Facts, Held};
use super::terms::Terms;
use super::{BookingSettings, closure, desks, runs, slots, store};
use crate::qualification::{self, Standing};
use ieum_db::{DbError, Reads};
use ieum_kernel::{Actor, Id, Instrument, Organisation, Person, Reservation, TimeSpan, Timestamp};
use ieum_web::App;

/// What is asked, in the terms of the rules.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub instrument: Id<Instrument>,
    pub holder: Id<Person>,
    pub organisation: Option<Id<Organisation>>,
    pub span: TimeSpan,
    pub changing: Option<Id<Reservation>>,
    pub walk_up: bool,
    pub hold: bool,
    pub for_request: bool,
    /// The series it is one of.
    pub series: Option<Id<super::SeriesId>>,
    /// Whoever asks, when it is for themselves.
    pub own: Option<Actor>,
}

/// How far around the asked span facts are gathered.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach {
    /// For a decision about the span.
    Near,
    /// For a search of other times.
    Far,
    /// For many spans of one window.
    Within(TimeSpan),
}

/// The facts, owned.
#[derive(Debug)]
pub(crate) struct Scene {
    pub desk: Desk,
    pub booker: Booker,
    pub held: Vec<Held>,
    pub closures: Vec<Closure>,
    pub now: Timestamp,
    pub asked: Asked,
}

impl Scene {
    /// The facts near the asked span, or within the reach of a search for other times.
    pub(crate) async fn gather(
        db: &mut impl Reads,
        app: &App,
        asked: &Asked,
        reach: Reach,
    ) -> Result<Option<Self>, DbError> {
        match desks::desk(db, asked.instrument, &house_terms(app)).await? {
            Some(desk) => Self::at(db, app, asked, reach, desk).await.map(Some),
            None => Ok(None),
        }
    }

    /// The same at a desk that is known.
    pub(crate) async fn at(
        db: &mut impl Reads,
        app: &App,
        asked: &Asked,
        reach: Reach,
        desk: Desk,
    ) -> Result<Self, DbError> {
        let now = app.now();
        let around =
            |span: TimeSpan| TimeSpan { starts: span.starts.plus_days(-2), ends: span.ends.plus_days(2) };
        // Elsewhere only what meets the very span counts: nobody can be in two rooms at once.
        let (window, beside) = match reach {
            Reach::Near => (around(asked.span), asked.span),
            Reach::Far => (slots::reach(asked.span), slots::reach(asked.span)),
            Reach::Within(window) => (around(window), around(window)),
        };
        let (mut held, mut closures, mut of_holder, mut qualified) = (vec![], vec![], vec![], vec![]);
        // A week back for the weekly quota; further back only what was missed counts.
        let since = now.plus_days(-desk.terms.strike_days);
        let here = (asked.instrument, desk.facility);
        let inside = asked.organisation.is_some() && asked.organisation == desk.organisation;
        // Who runs the instrument, and whoever works on a request for its users, is qualified by office.
        let office = asked.for_request || asked.own.as_ref().is_some_and(|actor| runs(actor, desk.facility));
        let mut questions = vec![
            store::held(asked.instrument, window, &mut held),
            closure::around(desk.facility, asked.instrument, window, &mut closures),
            store::own(asked.holder, here, now.plus_days(-8), beside, since, &mut of_holder),
        ];
        if !office {
            questions.push(qualification::standing_asked(
                asked.holder,
                asked.instrument,
                now,
                &mut qualified,
            ));
        }
        db.together(questions).await?;
        let qualified = qualified.pop().unwrap_or(Standing::NotAsked);
        let (own, missed): (Vec<_>, Vec<_>) = of_holder.into_iter().partition(|(_, holds)| *holds);
        let own = own.into_iter().map(|(own, _)| own).collect();
        let missed = missed.into_iter().map(|(missed, _)| missed.span.starts).collect();
        let booker = Booker { person: asked.holder, inside, qualified, own, missed };
        Ok(Self { desk, booker, held, closures, now, asked: asked.clone() })
    }

    /// The facts as the rules read them.
    pub(crate) fn facts<'a>(&'a self, app: &'a App) -> Facts<'a> {
        Facts {
            span: self.asked.span,
            now: self.now,
            zone: &app.zone,
            desk: &self.desk,
            booker: &self.booker,
            held: &self.held,
            closures: &self.closures,
            changing: self.asked.changing,
            walk_up: self.asked.walk_up,
            hold: self.asked.hold,
            for_request: self.asked.for_request,
        }
    }
}

/// What the configuration says for the whole house.
pub(crate) fn house_terms(app: &App) -> Terms {
    Terms::of_house(&app.settings::<BookingSettings>())
}
