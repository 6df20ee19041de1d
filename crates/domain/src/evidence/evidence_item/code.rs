//! The code lists of an exhibit.

code_list! {
    /// What an exhibit is.
    pub enum EvidenceKind {
        /// A thing.
        Physical,
        /// A phone, computer or storage device.
        DigitalDevice,
        /// A copy, image or extract of digital data.
        DigitalCopy,
        /// A document on paper.
        Document,
        /// A statement by a person.
        Statement,
        /// Footage of a fixed camera.
        Cctv,
        /// A biological sample.
        Bio,
        /// A record of money or payments.
        Financial,
        /// A capture of what was publicly online.
        OpenSourceCapture,
    }
}

impl EvidenceKind {
    /// Whether it is data or carries data, so that a digest can show that it is unchanged.
    pub fn is_digital(self) -> bool {
        match self {
            Self::DigitalDevice | Self::DigitalCopy | Self::Cctv | Self::OpenSourceCapture => true,
            Self::Physical | Self::Document | Self::Statement | Self::Bio | Self::Financial => {
                false
            }
        }
    }
}

code_list! {
    /// How data was acquired (ISO/IEC 27037, acquisition).
    pub enum AcquisitionMethod {
        /// Every bit of the medium.
        PhysicalImage,
        /// The files of the medium.
        FileSystem,
        /// What the device's own interfaces give.
        Logical,
        /// Agreed or ordered parts only, such as one conversation.
        Partial,
        /// A page or account as it was shown online.
        WebCapture,
        /// Photographed or copied by hand.
        Manual,
    }
}

impl AcquisitionMethod {
    /// Whether it takes the same data each time, from a device on which nothing runs. What was
    /// chosen, shown online or copied by hand is not the same twice.
    pub fn repeats(self) -> bool {
        match self {
            Self::PhysicalImage | Self::FileSystem | Self::Logical => true,
            Self::Partial | Self::WebCapture | Self::Manual => false,
        }
    }
}

code_list! {
    /// What custody is handed over for.
    pub enum CustodyPurpose {
        /// To be kept.
        Storage,
        /// To be examined.
        Examination,
        /// To be translated or transcribed.
        Translation,
        /// To be taken elsewhere.
        Transport,
        /// To be brought before a court.
        Court,
    }
}

impl CustodyPurpose {
    /// Whether the recipient is to work on it, rather than keep or carry it.
    pub fn is_examination(self) -> bool {
        match self {
            Self::Examination | Self::Translation => true,
            Self::Storage | Self::Transport | Self::Court => false,
        }
    }
}

code_list! {
    /// How a derived exhibit came from its parent.
    pub enum Relation {
        /// A full copy.
        Copy,
        /// A part of it.
        Extract,
        /// In another language.
        Translation,
        /// Speech or handwriting as text.
        Transcript,
        /// Made clearer.
        Enhanced,
    }
}

code_list! {
    /// What a supervisor rules when integrity was in question.
    pub enum IntegrityRuling {
        /// The exhibit is used again.
        Reinstate,
        /// The exhibit is not used.
        Exclude,
    }
}
