//! Code lists of the IOM Human Trafficking Case Data Standard 2.0, with its identifiers verbatim.

code_list! { "PascalCase"
    /// Whether a person is a victim (`vic_TraffickingStatus`).
    pub enum TraffickingStatus {
        /// May be a victim.
        #[serde(rename = "PossibleVictimOfTrafficking")]
        #[strum(serialize = "PossibleVictimOfTrafficking")]
        Possible,
        /// Is a victim.
        #[serde(rename = "ActualVictimOfTrafficking")]
        #[strum(serialize = "ActualVictimOfTrafficking")]
        Actual,
        /// Is not a victim.
        #[serde(rename = "NotAVictimOfTrafficking")]
        #[strum(serialize = "NotAVictimOfTrafficking")]
        NotAVictim,
    }
}

code_list! { "PascalCase"
    /// Who decided so (`vic_TraffickingStatusDecisionMakingOrg`).
    pub enum DecidingOrganisation {
        /// The police.
        Police,
        /// A non-governmental organisation.
        #[serde(rename = "NGO")]
        #[strum(serialize = "NGO")]
        Ngo,
        /// A court or prosecuting authority.
        CourtOrProsecution,
        /// A government body other than the police.
        #[serde(rename = "NonPoliceGovernmentalOrganization")]
        #[strum(serialize = "NonPoliceGovernmentalOrganization")]
        NonPoliceGovernment,
        /// Another.
        Other,
    }
}

code_list! { "PascalCase"
    /// How the person was exploited (`vic_TypeOfExploitation`).
    pub enum ExploitationType {
        /// Forced labour.
        ForcedLabour,
        /// Sexual exploitation.
        SexualExploitation,
        /// Child labour.
        ChildLabour,
        /// Forced marriage.
        ForcedMarriage,
        /// Servitude.
        Servitude,
        /// Forced to fight for an armed group.
        #[serde(rename = "ForcedMilitaryByNonStateActors")]
        #[strum(serialize = "ForcedMilitaryByNonStateActors")]
        ForcedMilitary,
        /// Removal of an organ.
        OrganRemoval,
        /// Forced begging.
        ForcedBegging,
        /// Forced adoption.
        ForcedAdoption,
        /// Forced surrogacy.
        Surrogacy,
        /// Another.
        Other,
    }
}

code_list! { "PascalCase"
    /// The kind of sexual exploitation (`vic_TypeOfSexExploitation`).
    pub enum SexualExploitationType {
        /// Prostitution.
        Prostitution,
        /// Pornography.
        Pornography,
        /// Interactive services at a distance.
        RemoteInteractiveServices,
        /// Private sexual services.
        PrivateSexualServices,
    }
}

code_list! { "PascalCase"
    /// The industry of the labour, by section of ISIC revision 4 (`vic_ForcedLabourIndustry`).
    pub enum Industry {
        /// Agriculture, forestry and fishing.
        #[serde(rename = "A_AgricultureForestryAndFishing")]
        #[strum(serialize = "A_AgricultureForestryAndFishing")]
        Agriculture,
        /// Mining and quarrying.
        #[serde(rename = "B_MiningAndQuarrying")]
        #[strum(serialize = "B_MiningAndQuarrying")]
        Mining,
        /// Manufacturing.
        #[serde(rename = "C_Manufacturing")]
        #[strum(serialize = "C_Manufacturing")]
        Manufacturing,
        /// Electricity, gas, steam and air conditioning.
        #[serde(rename = "D_ElectricityGasSteamAndAirConditioningSupply")]
        #[strum(serialize = "D_ElectricityGasSteamAndAirConditioningSupply")]
        Electricity,
        /// Water, sewerage and waste.
        #[serde(rename = "E_WaterSupplySewerageWasteManagement")]
        #[strum(serialize = "E_WaterSupplySewerageWasteManagement")]
        Water,
        /// Construction.
        #[serde(rename = "F_Construction")]
        #[strum(serialize = "F_Construction")]
        Construction,
        /// Trade and repair of vehicles.
        #[serde(rename = "G_WholesaleAndRetailTradeRepairOfMotorVehicles")]
        #[strum(serialize = "G_WholesaleAndRetailTradeRepairOfMotorVehicles")]
        Trade,
        /// Transport and storage.
        #[serde(rename = "H_TransportationAndStorage")]
        #[strum(serialize = "H_TransportationAndStorage")]
        Transport,
        /// Accommodation and food.
        #[serde(rename = "I_AccommodationAndFoodServiceActivities")]
        #[strum(serialize = "I_AccommodationAndFoodServiceActivities")]
        Accommodation,
        /// Information and communication.
        #[serde(rename = "J_InformationAndCommunication")]
        #[strum(serialize = "J_InformationAndCommunication")]
        Information,
        /// Finance and insurance.
        #[serde(rename = "K_FinancialAndInsuranceActivities")]
        #[strum(serialize = "K_FinancialAndInsuranceActivities")]
        Finance,
        /// Real estate.
        #[serde(rename = "L_RealEstateActivities")]
        #[strum(serialize = "L_RealEstateActivities")]
        RealEstate,
        /// Professional, scientific and technical work.
        #[serde(rename = "M_ProfessionalScientificAndTechnicalActivities")]
        #[strum(serialize = "M_ProfessionalScientificAndTechnicalActivities")]
        Professional,
        /// Administrative and support services.
        #[serde(rename = "N_AdministrativeAndSupportServiceActivities")]
        #[strum(serialize = "N_AdministrativeAndSupportServiceActivities")]
        Administrative,
        /// Public administration and defence.
        #[serde(rename = "O_PublicAdministrationAndDefence")]
        #[strum(serialize = "O_PublicAdministrationAndDefence")]
        PublicAdministration,
        /// Education.
        #[serde(rename = "P_Education")]
        #[strum(serialize = "P_Education")]
        Education,
        /// Health, care and social work.
        #[serde(rename = "Q_HumanHealthAndSocialWorkActivities")]
        #[strum(serialize = "Q_HumanHealthAndSocialWorkActivities")]
        Health,
        /// Arts and entertainment.
        #[serde(rename = "R_ArtsEntertainmentAndRecreation")]
        #[strum(serialize = "R_ArtsEntertainmentAndRecreation")]
        Arts,
        /// Other services.
        #[serde(rename = "S_OtherServiceActivities")]
        #[strum(serialize = "S_OtherServiceActivities")]
        OtherServices,
        /// Households as employers.
        #[serde(rename = "T_ActivitiesOfHouseholdsAsEmployers")]
        #[strum(serialize = "T_ActivitiesOfHouseholdsAsEmployers")]
        Households,
        /// Bodies outside any territory.
        #[serde(rename = "U_ActivitiesOfExtraterritorialOrganizations")]
        #[strum(serialize = "U_ActivitiesOfExtraterritorialOrganizations")]
        Extraterritorial,
    }
}

code_list! { "PascalCase"
    /// How the person was controlled (`vic_MethodsOfControl`). `RestrictsMovement` and
    /// `UsesChildren` are in the standard's field definitions and in the Counter-Trafficking Data
    /// Collaborative's dataset, though not in the sheet of version 2.0.
    pub enum MethodOfControl {
        /// Threats of violence.
        PhysicalThreats,
        /// Threats to call the authorities.
        ThreatsLawEnforcement,
        /// Threats to children or family.
        ThreatensChildrenFamily,
        /// A debt to be worked off.
        DebtBondage,
        /// False promises.
        FalsePromises,
        /// Violence.
        PhysicalAbuse,
        /// Sexual violence.
        SexualAbuse,
        /// Earnings are taken.
        TakesEarnings,
        /// No access to money.
        RestrictsFinancialAccess,
        /// No access to medical care.
        RestrictsMedicalCare,
        /// Food, sleep or shelter are withheld.
        WithholdsNecessities,
        /// Humiliation and fear.
        PsychologicalAbuse,
        /// Drugs or alcohol.
        PsychoactiveSubstance,
        /// Excessive working hours.
        ExcessiveWorkingHours,
        /// Documents are withheld.
        WithholdsDocuments,
        /// The person may not go where they want.
        RestrictsMovement,
        /// Children are used to control the person.
        UsesChildren,
        /// Another.
        Other,
    }
}

code_list! { "PascalCase"
    /// How the person was recruited (`vic_MethodOfRecruitment`).
    pub enum RecruitmentMethod {
        /// At a place of business.
        #[serde(rename = "AtAPlaceOfBusiness")]
        #[strum(serialize = "AtAPlaceOfBusiness")]
        PlaceOfBusiness,
        /// At a school or college.
        #[serde(rename = "AtAnEducationalInstitution")]
        #[strum(serialize = "AtAnEducationalInstitution")]
        EducationalInstitution,
        /// At work.
        #[serde(rename = "AtWork")]
        #[strum(serialize = "AtWork")]
        Work,
        /// Through online social networks.
        #[serde(rename = "ThroughOnlineSocialNetworks")]
        #[strum(serialize = "ThroughOnlineSocialNetworks")]
        SocialNetworks,
        /// Through an online advertisement.
        #[serde(rename = "ThroughAnOnlineAdvertisement")]
        #[strum(serialize = "ThroughAnOnlineAdvertisement")]
        OnlineAdvertisement,
        /// Through a television advertisement.
        #[serde(rename = "ThroughATelevisionAdvert")]
        #[strum(serialize = "ThroughATelevisionAdvert")]
        TelevisionAdvert,
        /// Through a newspaper advertisement.
        #[serde(rename = "ThroughANewspaperAdvert")]
        #[strum(serialize = "ThroughANewspaperAdvert")]
        NewspaperAdvert,
        /// Through family.
        #[serde(rename = "ThroughFamilyOrFamilyEvents")]
        #[strum(serialize = "ThroughFamilyOrFamilyEvents")]
        Family,
        /// Through friends.
        #[serde(rename = "ThroughFriendsOrSocialEvents")]
        #[strum(serialize = "ThroughFriendsOrSocialEvents")]
        Friends,
        /// Another.
        Other,
    }
}

code_list! { "PascalCase"
    /// Websites and apps (`vic_RecruitmentWebsitesAndApps`, `vic_ExploitationWebsitesAndApps`).
    pub enum WebsiteOrApp {
        /// Facebook.
        Facebook,
        /// Instagram.
        Instagram,
        /// `WhatsApp`.
        WhatsApp,
        /// Telegram.
        Telegram,
        /// Facebook Messenger.
        FacebookMessenger,
        /// Viber.
        Viber,
        /// Snapchat.
        SnapChat,
        /// LINE.
        Line,
        /// 4Sale.
        #[serde(rename = "4Sale")]
        #[strum(serialize = "4Sale")]
        FourSale,
        /// `WeChat`.
        WeChat,
        /// QQ.
        #[serde(rename = "QQ")]
        #[strum(serialize = "QQ")]
        Qq,
        /// Qzone.
        QZone,
        /// `TikTok`.
        TikTok,
        /// Twitter, now X.
        Twitter,
        /// Another.
        Other,
    }
}

code_list! { "PascalCase"
    /// How the person knew who trafficked them (`vic_RelationshipToTrafficker`, spelt as there).
    pub enum RelationshipToTrafficker {
        /// Family.
        Familial,
        /// Known to each other.
        Acquainted,
        /// Strangers.
        #[serde(rename = "Unaquainted")]
        #[strum(serialize = "Unaquainted")]
        Unacquainted,
    }
}

code_list! { "PascalCase"
    /// What a support plan helps with (`spl_Type`).
    pub enum SupportKind {
        /// Education.
        Education,
        /// Money.
        Financial,
        /// Health.
        Health,
        /// Rehabilitation after labour exploitation.
        LabourExploitationRehabilitation,
        /// Legal help.
        Legal,
        /// A livelihood.
        Livelihood,
        /// Training on rights.
        RightsBasedTraining,
        /// Rehabilitation after sexual exploitation.
        SexualExploitationRehabilitation,
        /// Social care.
        SocialCare,
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn every_list_has_as_many_codes_as_the_standard() {
        assert_eq!(Industry::VARIANTS.len(), 21);
        assert_eq!(MethodOfControl::VARIANTS.len(), 16 + 2);
        assert_eq!(RecruitmentMethod::VARIANTS.len(), 10);
        assert_eq!(WebsiteOrApp::VARIANTS.len(), 15);
        assert_eq!(ExploitationType::VARIANTS.len(), 11);
    }

    #[test]
    fn a_code_is_stored_as_the_standard_spells_it() {
        for site in WebsiteOrApp::VARIANTS {
            let json = serde_json::to_string(site).unwrap();
            assert_eq!(json, format!("\"{site}\""));
        }
        assert_eq!(WebsiteOrApp::FourSale.as_str(), "4Sale");
        let sections = Industry::VARIANTS.iter().map(|industry| &industry.as_str()[..1]);
        assert_eq!(sections.collect::<String>(), "ABCDEFGHIJKLMNOPQRSTU");
        assert_eq!("Unaquainted".parse(), Ok(RelationshipToTrafficker::Unacquainted));
    }
}
