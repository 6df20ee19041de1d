//! What the codes of a grade mean, in the words of their scheme.

use super::{Grade, GradeScheme};

impl GradeScheme {
    /// The scheme's name and who keeps it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Uk3x5x2 => "3x5x2 intelligence report (College of Policing)",
            Self::Uk5x5x5 => "5x5x5 (National Intelligence Model, before 2016)",
            Self::Europol4x4 => "4x4 (Europol)",
            Self::Admiralty => "Admiralty code (NATO AJP-2.1)",
        }
    }
}

impl Grade {
    /// How far the source is trusted, in the words of the scheme.
    pub fn source_meaning(&self) -> &'static str {
        let meanings: &[(char, &str)] = match self.scheme {
            GradeScheme::Uk3x5x2 => &[('1', "reliable"), ('2', "untested"), ('3', "not reliable")],
            GradeScheme::Uk5x5x5 => &[
                ('A', "always reliable"),
                ('B', "mostly reliable"),
                ('C', "sometimes reliable"),
                ('D', "unreliable"),
                ('E', "untested"),
            ],
            GradeScheme::Europol4x4 => &[
                ('A', "no doubt of its authenticity, trustworthiness and competence"),
                ('B', "reliable in most instances"),
                ('C', "not reliable in most instances"),
                ('X', "reliability cannot be assessed"),
            ],
            GradeScheme::Admiralty => &[
                ('A', "completely reliable"),
                ('B', "usually reliable"),
                ('C', "fairly reliable"),
                ('D', "not usually reliable"),
                ('E', "unreliable"),
                ('F', "reliability cannot be judged"),
            ],
        };
        meaning(meanings, self.source)
    }

    /// How well the information is known, in the words of the scheme.
    pub fn information_meaning(&self) -> &'static str {
        let meanings: &[(char, &str)] = match self.scheme {
            GradeScheme::Uk3x5x2 => &[
                ('A', "known directly to the source"),
                ('B', "known indirectly to the source but corroborated"),
                ('C', "known indirectly to the source"),
                ('D', "not known"),
                ('E', "suspected to be false"),
            ],
            GradeScheme::Uk5x5x5 => &[
                ('1', "known to be true without reservation"),
                ('2', "known personally to the source but not to the officer"),
                ('3', "not known personally to the source but corroborated"),
                ('4', "cannot be judged"),
                ('5', "suspected to be false"),
            ],
            GradeScheme::Europol4x4 => &[
                ('1', "its accuracy is not in doubt"),
                ('2', "known personally to the source but not to the officer who passes it on"),
                ('3', "not known personally to the source but corroborated"),
                ('4', "not known personally to the source and not corroborated"),
            ],
            GradeScheme::Admiralty => &[
                ('1', "confirmed by other sources"),
                ('2', "probably true"),
                ('3', "possibly true"),
                ('4', "doubtful"),
                ('5', "improbable"),
                ('6', "its truth cannot be judged"),
            ],
        };
        meaning(meanings, self.information)
    }
}

fn meaning(meanings: &[(char, &'static str)], code: char) -> &'static str {
    meanings.iter().find(|(known, _)| *known == code).map_or("", |(_, words)| words)
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::super::*;

    #[test]
    fn every_code_of_every_scheme_has_a_meaning() {
        for &scheme in GradeScheme::VARIANTS {
            for &(source, _) in scheme.sources() {
                for &(information, _) in scheme.informations() {
                    let grade = Grade::try_new(scheme, source, information).unwrap();
                    assert!(!grade.source_meaning().is_empty(), "{scheme} {grade}");
                    assert!(!grade.information_meaning().is_empty(), "{scheme} {grade}");
                }
            }
        }
    }

    #[test]
    fn what_is_suspected_false_says_so() {
        for (scheme, text) in [(GradeScheme::Uk3x5x2, "1E"), (GradeScheme::Uk5x5x5, "A5")] {
            let grade = Grade::parse(scheme, text).unwrap();
            assert!(grade.is_suspected_false());
            assert_eq!(grade.information_meaning(), "suspected to be false");
        }
    }
}
