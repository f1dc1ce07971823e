//! What the database itself guarantees, on both engines.

use crate::house::House;
use ieum_db::{args, each_engine};
use ieum_governance::{Denied, FirstPassword, NewMembership, NewPerson, PersonError};
use ieum_kernel::{Lang, Role};

each_engine!(one_mailbox_has_one_account_in_any_case_of_letters, [], |db| async move {
    let house = House::open(db).await;
    house.person("kim@example.kr").await;
    let again = NewPerson {
        email: "KIM@Example.KR".parse().unwrap(),
        name: "Other".to_owned(),
        lang: Lang::Ko,
        password: FirstPassword::None,
        confirmed: true,
    };
    let found = ieum_governance::create_person(&house.app, again).await;
    assert!(matches!(found, Err(PersonError::EmailTaken)), "{found:?}");
});

each_engine!(constraints_hold_what_the_rules_promise, [], |db| async move {
    let house = House::open(db.clone()).await;
    let kim = house.person("kim@example.kr").await;
    let firm = house.organisation("Firm").await;
    house.seat(kim, Some(firm), Role::Member).await;
    let insert = "INSERT INTO membership (id, person_id, organisation_id, facility_id, role, made_at)
                  VALUES ($1, $2, $3, $4, $5, 0)";
    let none = None::<String>;
    for (nth, (organisation, facility, role, name)) in [
        (Some(firm.to_string()), none.clone(), "member", "membership_once"),
        (Some(firm.to_string()), none.clone(), "staff", "membership_needs_facility"),
        (Some(firm.to_string()), Some("fac_x".to_owned()), "manager", "membership_needs_facility"),
        (none.clone(), none.clone(), "manager", "membership_needs_organisation"),
        (Some(firm.to_string()), none.clone(), "king", "membership_role"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut tx = db.begin().await.unwrap();
        let error =
            tx.run(insert, args![format!("mbr_{nth}"), kim, organisation, facility, role]).await.unwrap_err();
        assert!(error.is_constraint(name), "{name}: {error}");
    }
    let closed = "UPDATE person SET state = 'closed' WHERE id = $1";
    let error = db.begin().await.unwrap().run(closed, args![kim]).await.unwrap_err();
    assert!(error.is_constraint("person_closed_keeps_nothing"), "{error}");
});

each_engine!(the_same_membership_twice_is_refused_in_words, [], |db| async move {
    let house = House::open(db).await;
    let kim = house.person("kim@example.kr").await;
    let firm = house.organisation("Firm").await;
    house.seat(kim, Some(firm), Role::Member).await;
    let new = NewMembership { person: kim, organisation: Some(firm), facility: None, role: Role::Member };
    match ieum_governance::add_membership(&house.app, new, None).await {
        Err(Denied::Refused(reasons)) => assert_eq!(reasons, [ieum_governance::membership::Refusal::Already]),
        other => panic!("{other:?}"),
    }
});

each_engine!(many_people_are_made_at_once_or_not_at_all, [], |db| async move {
    let house = House::open(db.clone()).await;
    let firm = house.organisation("Firm").await;
    let hash = ieum_governance::password::hash(&house.app, "one for all of them").await.unwrap();
    let person = |n: usize| NewPerson {
        email: format!("p{n}@example.kr").parse().unwrap(),
        name: format!("Person {n}"),
        lang: Lang::Ko,
        password: FirstPassword::Hash(hash.clone()),
        confirmed: true,
    };
    let seat = |role| NewMembership {
        person: ieum_kernel::Id::nth(0),
        organisation: Some(firm),
        facility: None,
        role,
    };
    let many: Vec<_> = (0..100)
        .map(|n| (person(n), vec![seat(if n == 0 { Role::Manager } else { Role::Member })]))
        .collect();
    let made = ieum_governance::create_people(&house.app, many).await.unwrap();
    assert_eq!(made.len(), 100);
    let members = house.app.directory.at_organisation(&house.app, firm, None).await.unwrap();
    assert_eq!(members.len(), 100);
    assert!(
        ieum_governance::create_people(&house.app, vec![(person(200), vec![]), (person(1), vec![])])
            .await
            .is_err()
    );
    let email = "p200@example.kr".parse().unwrap();
    assert!(ieum_governance::person_by_email(&house.app, &email).await.unwrap().is_none());
});

each_engine!(others_read_people_by_the_view, [], |db| async move {
    let house = House::open(db.clone()).await;
    let kim = house.person("kim@example.kr").await;
    let firm = house.organisation("Firm").await;
    house.seat(kim, Some(firm), Role::Member).await;
    let sql = "SELECT name, organisation_id FROM public_person WHERE id = $1";
    let read = |row: &ieum_db::Row| Ok((row.get::<String>("name")?, row.get("organisation_id")?));
    let found = db.reader().one(sql, args![kim], read).await.unwrap();
    assert_eq!(found, ("kim".to_owned(), Some(firm)));
});
