//! Several commands sent as one, so that a command has as many events as a measure wants.

use mpaka_domain::{Claim, Decider, Handling, Law, Metadata};
use serde::{Deserialize, Serialize};

/// A decider whose command is a list of another's: each is decided on what the ones before it did.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Several<D: Decider>(D);

impl<D: Decider> Decider for Several<D> {
    const CATEGORY: &'static str = D::CATEGORY;
    const HOLDS_PERSONAL_DATA: bool = D::HOLDS_PERSONAL_DATA;

    type Command = Vec<D::Command>;
    type Event = D::Event;
    type Rejection = D::Rejection;

    fn decide(
        &self,
        commands: Self::Command,
        metadata: &Metadata,
        law: &Law,
    ) -> Result<Vec<Self::Event>, Self::Rejection> {
        let mut state = self.0.clone();
        let mut events = Vec::with_capacity(commands.len());
        for command in commands {
            for event in state.decide(command, metadata, law)? {
                state = state.evolve(&event);
                events.push(event);
            }
        }
        Ok(events)
    }

    fn evolve(self, event: &Self::Event) -> Self {
        Self(self.0.evolve(event))
    }

    fn claims(event: &Self::Event, metadata: &Metadata) -> Vec<Claim> {
        D::claims(event, metadata)
    }

    fn taken(claim: &Claim) -> Self::Rejection {
        D::taken(claim)
    }

    fn marking(event: &Self::Event, requested: &Handling) -> Handling {
        D::marking(event, requested)
    }
}

#[cfg(test)]
mod tests {
    use mpaka_domain::casework::investigation::{Investigation, InvestigationCommand};
    use mpaka_domain::{Decider, Law};

    use super::Several;
    use crate::texts::Texts;

    #[test]
    fn commands_sent_as_one_have_the_events_they_have_one_by_one() {
        let texts = Texts::new().unwrap();
        let commands = texts.file_of(10).unwrap();
        let (metadata, law) = (texts.envelope(), Law::default());
        let together =
            Several::<Investigation>::default().decide(commands.clone(), &metadata, &law).unwrap();
        let mut apart = Vec::new();
        let mut state = Investigation::default();
        for command in commands {
            let events = state.decide(command, &metadata, &law).unwrap();
            state = events.iter().fold(state, Decider::evolve);
            apart.extend(events);
        }
        assert_eq!(together, apart);
        assert_eq!(together.len(), 10);
    }

    #[test]
    fn a_command_that_is_refused_takes_the_others_with_it() {
        let texts = Texts::new().unwrap();
        let commands = vec![texts.open().unwrap(), InvestigationCommand::Resume];
        let refused = Several::<Investigation>::default().decide(
            commands,
            &texts.envelope(),
            &Law::default(),
        );
        assert!(refused.is_err());
    }
}
