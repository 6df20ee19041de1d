//! The code lists of a journey.

code_list! {
    /// How a journey was brought about.
    pub enum Facilitation {
        /// Illegal entry was procured for gain (Smuggling of Migrants Protocol, art. 3(a)).
        Smuggled,
        /// By acts and means for exploitation (Trafficking in Persons Protocol, art. 3(a)).
        Trafficked,
        /// Not known yet.
        Unclear,
        /// On the traveller's own documents and account, as far as is known.
        Regular,
    }
}

code_list! {
    /// What a leg was travelled on.
    pub enum TravelMode {
        /// On foot.
        Foot,
        /// A motorcycle, such as a boda boda.
        Motorcycle,
        /// A three-wheeler.
        Tuktuk,
        /// A car or taxi.
        Car,
        /// A four-wheel-drive car.
        #[serde(rename = "4X4")]
        #[strum(serialize = "4X4")]
        FourByFour,
        /// A minibus or van, such as a matatu.
        Minibus,
        /// A bus or coach.
        Bus,
        /// Hidden in or on a lorry.
        TruckConcealed,
        /// A boat or canoe.
        Boat,
        /// A dhow.
        Dhow,
        /// An aeroplane.
        Flight,
        /// A train.
        Rail,
    }
}

impl TravelMode {
    /// The fastest a leg can be travelled in a straight line, in km/h. Our own bounds, above what
    /// such vehicles keep up on the open road: a leg beyond them has a wrong time, place or mode.
    pub fn max_kmh(self) -> u32 {
        match self {
            Self::Foot => 8,
            Self::Dhow => 25,
            Self::Tuktuk => 65,
            Self::Boat => 80,
            Self::TruckConcealed => 100,
            Self::Motorcycle | Self::Bus => 120,
            Self::Minibus => 130,
            Self::FourByFour => 140,
            Self::Car | Self::Rail => 160,
            Self::Flight => 1100,
        }
    }
}

code_list! {
    /// How a border was crossed.
    pub enum CrossingManner {
        /// Through the control, seen by it.
        Official,
        /// By an ungazetted path.
        Panya,
        /// At a control, unseen by it.
        Evaded,
        /// Through the control, which was paid.
        Bribed,
        /// Through the control, on a false or borrowed document.
        DocumentFraud,
    }
}

code_list! {
    /// How well a leg is known.
    pub enum Confidence {
        /// One untested account, or inferred.
        Low,
        /// An account that fits with others.
        Medium,
        /// Shown by a document, a device or an officer's observation.
        High,
    }
}

code_list! {
    /// Whether people had enough of what they need.
    pub enum Supply {
        /// Enough.
        Enough,
        /// Too little.
        Short,
        /// None.
        None,
    }
}

code_list! {
    /// What came of a journey.
    pub enum JourneyOutcome {
        /// At the intended destination or where they stayed.
        Arrived,
        /// Stopped by an authority.
        Intercepted,
        /// Freed from those who held them.
        Rescued,
        /// Brought or gone back.
        Returned,
        /// Nobody who travelled is alive.
        Died,
        /// Not heard of again.
        Missing,
    }
}

code_list! {
    /// Whether persons died or were hurt.
    pub enum CasualtyKind {
        /// Died.
        Death,
        /// Hurt or fell ill.
        Injury,
    }
}
