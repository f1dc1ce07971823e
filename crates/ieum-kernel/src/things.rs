//! What has an identity that more than one room speaks of. A thing of one room alone is declared in that room.

use crate::Thing;

macro_rules! things {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name;
        impl Thing for $name { const PREFIX: &'static str = $prefix; }
    )*};
}

things! {
    /// 사람: an account holder.
    Person = "per";
    /// 기관: a firm, university, institute, hospital, government body or support agency.
    Organisation = "org";
    /// 연구시설: a place that runs instruments for others.
    Facility = "fac";
    /// 연구장비: one instrument.
    Instrument = "ins";
    /// 분석법: a way to measure or make something.
    Method = "mth";
    /// 서비스: what a provider does for a price.
    Service = "svc";
    /// 전문가: a person known for what they can solve.
    Expert = "exp";
    /// 연구자원: samples, materials, strains, collections.
    Resource = "res";
    /// 표준: a published standard.
    Standard = "std";
    /// 소프트웨어: research software.
    Software = "sfw";
    /// 기술: a technology that is offered to others.
    Technology = "tec";
    /// 데이터셋: a dataset that others may get or ask.
    Dataset = "dat";
    /// 문제: a problem in the words of the one who has it.
    Need = "ned";
    /// 의뢰: a request to one provider for one piece of work.
    Request = "req";
    /// 견적: a priced offer.
    Quote = "quo";
    /// 예약: a claim on an instrument for a stretch of time.
    Reservation = "rsv";
    /// 시료: a sample.
    Sample = "smp";
    /// 사용기록: one stretch of actual use.
    UsageSession = "use";
    /// 보고서: a signed report.
    Report = "rpt";
    /// 청구서: an invoice.
    Invoice = "inv";
    /// 파일: a stored file.
    StoredFile = "fil";
    /// 알림: a notice to one person.
    Notice = "ntc";
    /// 작업: a background job.
    Job = "job";
}
