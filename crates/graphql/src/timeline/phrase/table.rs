//! The phrases, by the kind of record and the event, in the order of a record's life.
//!
//! `{about}` is the record as the file calls it. A part in brackets is left out unless each field that it
//! names was recorded; `{field:words}` says a code in words. Only fields that are never personal are said,
//! and nothing of what was found or decided about a victim: that stands in the line's data.

/// What is said of one kind of record.
type Phrases = (&'static str, &'static [(&'static str, &'static str)]);

/// What is said of nominals, which no file has in its timeline.
const NOMINAL: &[(&str, &str)] = &[
    ("recorded", "{about} was begun[ by {agency}]"),
    ("fact_asserted", "A fact was asserted in {about}[: number {number}]"),
    ("fact_contested", "A fact in {about} was doubted[: number {number}]"),
    ("fact_withdrawn", "A fact in {about} was taken back[: number {number}]"),
    ("retained", "{about} was looked at and is kept[, to be looked at again on {review_on}]"),
    ("expired", "{about} is kept for use no longer"),
];

/// What is said of entries of the law, which no file has in its timeline.
const LAW: &[(&str, &str)] = &[
    ("version_added", "{about} has another version[: {code}]"),
    ("version_ended", "A version of {about} was ended[: {code}, on {valid_to}]"),
    ("version_confirmed", "A version of {about} was confirmed[: {code}, from {valid_from}]"),
];

/// All of them.
pub const PHRASES: &[Phrases] = &[
    (
        "investigation",
        &[
            ("opened", "{about} was opened[ by {lead_agency}]"),
            ("template_applied", "The tasks of a case template were made in {about}[: {template}]"),
            ("activated", "The work on {about} began"),
            ("allegation_adopted", "An allegation was taken up in {about}[: {statute}]"),
            (
                "decision_recorded",
                "A decision was written into the policy log of {about}[: number {number}]",
            ),
            ("member_added", "Somebody joined the team of {about}[: {user}, {agency}]"),
            ("member_removed", "Somebody left the team of {about}[: {user}, {agency}]"),
            (
                "linked",
                "{about} was linked to another investigation[: {other_ref}, {other_agency}]",
            ),
            ("ref_associated", "Something kept elsewhere was associated with {about}"),
            ("suspended", "{about} was suspended"),
            ("resumed", "{about} was taken up again after a pause"),
            ("submitted_for_review", "{about} was submitted for review"),
            ("returned_from_review", "{about} came back from review"),
            ("referred_to_prosecutor", "{about} was referred to the prosecutors[: {agency}]"),
            ("returned_from_prosecutor", "{about} came back from the prosecutors"),
            ("trial_commenced", "The trial in {about} began"),
            ("closed", "{about} was closed[, approved by {approved_by}][: {outcome:words}]"),
            ("reopened", "{about} was reopened"),
            ("transferred", "{about} was transferred to another agency[: from {from} to {to}]"),
        ],
    ),
    (
        "suspect",
        &[
            ("nominated", "{about} became a person of interest"),
            ("alias_recorded", "Another name of {about} was recorded"),
            ("birth_recorded", "What is known of the birth of {about} was recorded"),
            ("selector_recorded", "A number, account, handle or document of {about} was recorded"),
            ("nominal_linked", "It was said who {about} is in the records of their agency"),
            ("nominal_unlinked", "It was taken back who {about} is in the records of their agency"),
            ("grounds_added", "Grounds for suspecting {about} were added"),
            ("status_changed", "The status of {about} was changed[: {from:words} to {to:words}]"),
            ("wanted_marked", "{about} was marked as wanted[, until {expires}]"),
            ("arrested", "{about} was arrested"),
            ("detention_clock_started", "The time for which {about} may be held began to run"),
            ("interviewed", "{about} was interviewed[: exhibit {exhibit_ref}]"),
            ("possible_victim_flagged", "There are signs that {about} may be a victim"),
            (
                "nonpunishment_reviewed",
                "A prosecutor reviewed whether {about} may be punished[: {decision:words}]",
            ),
            ("released", "{about} was released[: {release_type:words}]"),
            ("charged", "{about} was charged"),
            ("outcome_recorded", "The charges against {about} ended[: {outcome:words}]"),
            ("eliminated", "{about} is of interest no longer"),
        ],
    ),
    (
        "victim",
        &[
            ("registered", "{about} was registered as a possible victim"),
            ("identity_recorded", "Who {about} is was recorded"),
            ("selector_recorded", "A number, account or handle of {about} was recorded"),
            ("whereabouts_recorded", "Where {about} can be found was recorded"),
            ("majority_determined", "It was determined whether {about} is an adult"),
            ("screened", "{about} was screened for signs of trafficking"),
            (
                "screening_answers_recorded",
                "The answers that {about} gave in a screening were recorded",
            ),
            ("exploitation_recorded", "What was done to {about} was recorded, in codes"),
            (
                "consent_recorded",
                "It was recorded what {about} was asked to agree to, and the answer",
            ),
            ("consent_withdrawn", "Consent that was given for {about} was taken back"),
            ("guardian_notification_due", "A guardian or children officer must be told of {about}"),
            ("guardian_notified", "A guardian or children officer was told of {about}"),
            ("duty_to_notify_due", "The Home Office must be notified of {about}"),
            ("duty_to_notify_sent", "The Home Office was notified of {about}"),
            ("referred", "{about} was referred for protection"),
            ("reasonable_grounds_decided", "The reasonable-grounds decision on {about} was made"),
            ("recovery_period_started", "The recovery period of {about} began"),
            ("recovery_period_extended", "The recovery period of {about} was extended"),
            ("conclusive_grounds_decided", "The conclusive-grounds decision on {about} was made"),
            ("reconsideration_requested", "A decision on {about} is to be looked at again"),
            ("reconsideration_decided", "A decision on {about} was looked at again"),
            ("disqualified", "Protection of {about} was refused or withdrawn"),
            ("withdrawn", "{about} left the process by withdrawing consent"),
            ("status_determined", "It was determined whether {about} is a victim of trafficking"),
            ("emergency_care_recorded", "{about} was seen for emergency care"),
            ("needs_assessed", "A need of {about} was assessed"),
            ("safety_plan_set", "A plan for the safety of {about} was made"),
            ("support_assigned", "Somebody was made responsible for the support of {about}"),
            ("support_plan_adopted", "A plan for the support of {about} was agreed"),
            ("statement_taken", "A statement of {about} was taken[: exhibit {exhibit_ref}]"),
            (
                "impact_statement_filed",
                "A statement on the impact on {about} was filed[: exhibit {exhibit_ref}]",
            ),
            ("prosecution_support_begun", "{about} is supported as a witness in a prosecution"),
            (
                "nonpunishment_claimed",
                "It was claimed that {about} must not be punished for an act",
            ),
            ("compensation_sought", "Compensation was applied for on behalf of {about}"),
            ("reintegration_begun", "The return of {about} into everyday life began"),
            ("repatriation_planned", "The return of {about} to their home country was planned"),
            ("repatriation_confirmed", "The return of {about} to their home country was confirmed"),
            ("aftercare_begun", "The aftercare of {about} began"),
            ("case_closed", "The protection file of {about} was closed"),
        ],
    ),
    (
        "journey",
        &[
            ("started", "The record of {about} was begun[: from {origin}]"),
            ("leg_recorded", "A leg of {about} was recorded[: number {n}]"),
            ("leg_corrected", "A leg of {about} was corrected[: number {n}]"),
            (
                "implausible_speed_noted",
                "A leg of {about} was noted as faster than it can have been[: number {leg}]",
            ),
            ("persons_joined", "Persons joined {about}[ at {place}: {persons}]"),
            ("persons_left", "Persons left {about}[ at {place}: {persons}]"),
            ("held_at", "People on {about} were held[ at {place}]"),
            (
                "death_or_injury_recorded",
                "Persons died or were hurt on {about}[ at {place}: {persons}, {kind:words}]",
            ),
            (
                "intercepted",
                "{about} was stopped by an authority[: {by}, at {place}, persons found: {persons_found}]",
            ),
            ("screening_required", "Whoever was found on {about} is to be screened[: {persons}]"),
            (
                "classification_changed",
                "{about} was judged otherwise[: {from:words} to {to:words}]",
            ),
            ("ended", "{about} ended[ at {place}: {outcome:words}]"),
        ],
    ),
    (
        "evidence",
        &[
            ("identified", "{about} was found[ at {place}]"),
            ("seized", "{about} was seized[ by {custodian}][, under {authority_ref}]"),
            ("acquired", "The data of {about} was copied[ with {tool} {tool_version}]"),
            ("file_stored", "A file of {about} was taken in whole and is kept"),
            (
                "custody_offered",
                "Custody of {about} was offered[ to {to}, {to_agency}][, for {purpose:words}]",
            ),
            ("custody_accepted", "{about} was accepted into custody[ by {custodian}]"),
            ("custody_refused", "Custody of {about} was refused; it stays where it was"),
            ("custody_offer_withdrawn", "The offer of custody of {about} was withdrawn"),
            ("seal_broken", "The seal[ {old}] of {about} was broken"),
            ("resealed", "{about} was put under a new seal[, {new}]"),
            ("examined", "{about} was examined"),
            ("derived", "Another exhibit was made from {about}[ ({relation:words})]"),
            ("selector_recorded", "A number, account, handle or document was found in {about}"),
            ("hash_verified", "The data of {about} was checked and is unchanged"),
            (
                "integrity_failed",
                "The data of {about} was checked and is not the same: its integrity is in question",
            ),
            ("integrity_ruled", "A supervisor ruled on the integrity of {about}[: {ruling:words}]"),
            ("stored", "{about} was put in its place[: {location}]"),
            (
                "lent_abroad",
                "{about} was lent abroad[ on request {mla_ref}][, to be back by {return_by}]",
            ),
            ("returned_from_abroad", "{about} came back from abroad"),
            ("sent_to_court", "{about} was sent to court[: {court}]"),
            ("returned_from_court", "{about} came back from court"),
            (
                "hold_placed",
                "The return and the destruction of {about} were forbidden[ under {authority_ref}]",
            ),
            ("hold_lifted", "A hold on {about} was lifted[: {authority_ref}]"),
            (
                "retention_set",
                "It was set until when {about} is retained[: {ends_on}][, by {legal_basis}]",
            ),
            (
                "sensitivity_assessed",
                "It was assessed whether showing {about} would do serious harm",
            ),
            (
                "disclosed",
                "{about} was put on a disclosure schedule[: {schedule}, number {item_no}]",
            ),
            ("returned", "{about} was given back[ under {authority_ref}]"),
            ("destroyed", "{about} was destroyed[ under {authority_ref}]"),
        ],
    ),
    (
        "intelligence",
        &[
            ("submitted", "{about} was submitted"),
            ("evaluated", "{about} was graded"),
            ("regraded", "{about} was graded anew"),
            ("corroborated", "Something else was found to say the same as {about}"),
            ("risk_assessed", "It was assessed what passing on {about} could do"),
            ("sanitised", "A report that may be passed on was made from {about}"),
            ("disseminated", "{about}, or what was sanitised from it, was passed on"),
            ("acknowledged", "An agency acknowledged what it was given of {about}"),
            ("recalled", "{about} was taken back: nobody is to use it"),
            ("reviewed", "{about} was looked at again"),
            ("retained", "{about} is kept"),
            ("expired", "{about} is kept for use no longer"),
        ],
    ),
    (
        "prosecution",
        &[
            ("opened", "{about} was opened[ by {agency}]"),
            ("charge_proposed", "A charge was drawn up in {about}[: number {n}]"),
            ("charge_amended", "A charge in {about} was amended[: number {n}]"),
            ("charge_approved", "A charge in {about} was approved[: number {n}]"),
            ("charge_refused", "A charge in {about} was refused[: number {n}]"),
            ("charge_withdrawn", "A charge in {about} was withdrawn[: number {n}]"),
            (
                "charge_filed",
                "A charge in {about} was brought before a court[: number {n}, {court}, {case_number}]",
            ),
            ("court_event_scheduled", "A day in court was set in {about}[: {kind:words}, {court}]"),
            (
                "court_event_held",
                "What was set for a day in court took place in {about}[: {kind:words}, {court}]",
            ),
            (
                "witness_measures_ordered",
                "A court ordered measures that protect a witness in {about}",
            ),
            (
                "verdict_recorded",
                "A court found on a charge in {about}[: number {n}, {verdict:words}]",
            ),
            ("sentence_recorded", "A court passed sentence on a charge in {about}[: number {n}]"),
        ],
    ),
    (
        "disclosure",
        &[
            ("opened", "{about} were opened[ by {agency}]"),
            ("material_used", "Something is used by the prosecution that {about} need not list"),
            (
                "material_unused",
                "Something is not used by the prosecution after all, and is for {about}",
            ),
            ("item_added", "An item was listed on {about}[: number {no}, {class:words}]"),
            (
                "item_redescribed",
                "An item on {about} was described otherwise[: number {no}, {class:words}]",
            ),
            (
                "item_reclassified",
                "An item on {about} was moved to the other schedule[: number {no} to {to_no}]",
            ),
            (
                "reviewed_by_prosecutor",
                "A prosecutor decided on an item on {about}[: number {no}, {class:words}]",
            ),
            (
                "pii_ruled",
                "A court ruled on the public-interest immunity of an item on {about}[: number {no}, {outcome:words}]",
            ),
            ("served", "One of {about} was served[: {class:words}, version {version}]"),
        ],
    ),
    (
        "task",
        &[
            ("created", "{about} was set[: {kind:words}]"),
            ("assigned", "{about} was given to somebody"),
            ("reassigned", "{about} was given to somebody else"),
            ("completed", "{about} was done"),
            ("cancelled", "{about} is not to be done"),
            ("reopened", "{about} is to be done after all, or again"),
        ],
    ),
    (
        "access_grant",
        &[
            ("requested", "{about} was asked for[ by {by}, {agency}]"),
            ("approved", "{about} was given[ by {by}]"),
            ("refused", "{about} was refused[ by {by}]"),
            ("revoked", "{about} was taken back[ by {by}][: {code:words}]"),
        ],
    ),
    (
        "break_glass",
        &[
            ("opened", "{about} was taken[ by {by}, {agency}][: {ground:words}]"),
            (
                "owner_notified",
                "A notice of {about} stands before the agency whose file it is[: {owner}]",
            ),
            ("notice_taken", "A supervisor saw the notice of {about}[: {by}]"),
            ("ended", "{about} was given up before its time"),
            ("reviewed", "A supervisor looked at {about} afterwards[: {outcome:words}]"),
        ],
    ),
    ("person_nominal", NOMINAL),
    ("group", NOMINAL),
    ("object_nominal", NOMINAL),
    ("statute", LAW),
    ("clock_rule", LAW),
    ("calendar", LAW),
    ("code_system", LAW),
    ("case_template", LAW),
];
