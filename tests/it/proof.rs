use recto::evidence::Evidence;

#[test]
fn probe() {
    for name in ["screen", "zh", "en"] {
        let pdf = std::fs::read(format!("/tmp/d/china-blockchain-2019h1-{name}.pdf")).unwrap();
        let at = std::time::Instant::now();
        let files = recto::unpack::attachments(&pdf).unwrap();
        let record = files.iter().find(|(name, _)| name.ends_with("evidence.json")).unwrap();
        let record = Evidence::read(&record.1).unwrap();
        let pages = recto::proof::pages::read(&pdf).unwrap();
        println!("{name} {:?} pages {}", at.elapsed(), pages.len());
        let mut bad = 0;
        for (index, (read, wanted)) in pages.iter().zip(&record.editions[0].pages).enumerate() {
            let text = recto::audit::normal(&read.text());
            if text != wanted.text {
                bad += 1;
                if bad < 6 {
                    let at =
                        text.chars().zip(wanted.text.chars()).take_while(|(a, b)| a == b).count();
                    let cut = |t: &str| {
                        t.chars().skip(at.saturating_sub(10)).take(40).collect::<String>()
                    };
                    println!(
                        "page {} at {at}: read {:?} wanted {:?} unknown {} len {} {}",
                        index + 1,
                        cut(&text),
                        cut(&wanted.text),
                        read.unknown,
                        text.chars().count(),
                        wanted.text.chars().count()
                    );
                }
            }
        }
        println!("bad {bad}");
    }
}
