//! What a person does with a page: types, chooses, ticks, opens, presses, takes files along and home.

use crate::browser::{Browser, PATIENCE};
use anyhow::{Context, Result, bail, ensure};
use fantoccini::Locator;
use fantoccini::elements::Element;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// A file as the browser gets it with the person's own session.
#[derive(Debug, Clone, Deserialize)]
pub struct Download {
    /// HTTP status.
    pub status: u16,
    /// Media type with its parameters.
    pub kind: String,
    /// The first bytes, one character each.
    pub head: String,
    /// How many bytes came.
    pub size_bytes: usize,
}

impl Download {
    /// Fails unless it came, begins as its kind begins, and is no empty shell.
    ///
    /// # Errors
    /// When it is something else.
    pub fn expect(&self, kind: &str, begins: &str) -> Result<()> {
        ensure!(self.status == StatusCode::OK.as_u16(), "the file is answered {}", self.status);
        ensure!(self.kind.starts_with(kind), "the file is {} and not {kind}", self.kind);
        ensure!(self.head.starts_with(begins), "a {kind} begins with {:?}", self.head);
        ensure!(self.size_bytes > 1000, "a {kind} of {} bytes", self.size_bytes);
        Ok(())
    }
}

impl Browser {
    /// Types into the field with this visible label, as if it were empty.
    ///
    /// # Errors
    /// When no such field is there.
    pub async fn fill(&self, label: &str, value: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        field.clear().await.with_context(|| format!("empty {label:?}"))?;
        field.send_keys(value).await.with_context(|| format!("type into {label:?}"))?;
        Ok(())
    }

    /// Sets the value of the field with this label by script, for dates and times whose typing depends on the locale.
    ///
    /// # Errors
    /// When no such field is there.
    pub async fn set(&self, label: &str, value: &str) -> Result<()> {
        let field = serde_json::to_value(self.labelled(label).await?)?;
        let script = "arguments[0].value = arguments[1]; return arguments[0].value";
        let kept = self.client().execute(script, vec![field, json!(value)]).await?;
        ensure!(kept == json!(value), "the field {label:?} keeps {kept} and not {value:?}");
        Ok(())
    }

    /// What stands in the field with this label.
    ///
    /// # Errors
    /// When no such field is there.
    pub async fn value(&self, label: &str) -> Result<String> {
        Ok(self.labelled(label).await?.prop("value").await?.unwrap_or_default())
    }

    /// Chooses an option by its words.
    ///
    /// # Errors
    /// When the field or the option is not there.
    pub async fn choose(&self, label: &str, option: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        field.select_by_label(option).await.with_context(|| format!("choose {option:?} in {label:?}"))
    }

    /// Chooses an option by its place in the list, from 0.
    ///
    /// # Errors
    /// When the field or the option is not there.
    pub async fn choose_nth(&self, label: &str, place: usize) -> Result<()> {
        let field = self.labelled(label).await?;
        field.select_by_index(place).await.with_context(|| format!("choose the {place}th in {label:?}"))
    }

    /// Ticks a box.
    ///
    /// # Errors
    /// When there is none.
    pub async fn tick(&self, label: &str) -> Result<()> {
        let field = self.labelled(label).await?;
        field.click().await.with_context(|| format!("tick {label:?}"))
    }

    /// Picks one of several under a heading of their own.
    ///
    /// # Errors
    /// When the heading or the choice is not there.
    pub async fn pick(&self, heading: &str, choice: &str) -> Result<()> {
        let (heading_words, choice_words) = (quoted(heading), quoted(choice));
        let path = format!(
            "//fieldset[legend[starts-with(normalize-space(.), {heading_words})]]//label[normalize-space(.) = {choice_words}]"
        );
        let found = self.client().find(Locator::XPath(&path)).await;
        let found = found.with_context(|| format!("find {choice:?} under {heading:?}"))?;
        found.click().await.with_context(|| format!("pick {choice:?} under {heading:?}"))
    }

    /// Puts a file of this machine into the field with this label.
    ///
    /// # Errors
    /// When no such field is there.
    pub async fn attach(&self, label: &str, file: &Path) -> Result<()> {
        let field = self.labelled(label).await?;
        let name = file.to_str().context("a file name in UTF-8")?;
        field.send_keys(name).await.with_context(|| format!("attach to {label:?}"))
    }

    /// The field with this label; the whole label counts before a part of one.
    async fn labelled(&self, label: &str) -> Result<Element> {
        let wanted = quoted(label);
        let named = |test: &str| {
            format!("//*[self::input or self::select or self::textarea][@id = //label[{test}]/@for]")
        };
        let whole = named(&format!("normalize-space(text()[1]) = {wanted}"));
        let part = named(&format!("contains(normalize-space(.), {wanted})"));
        for path in [whole, part] {
            for element in self.client().find_all(Locator::XPath(&path)).await? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(element);
                }
            }
        }
        bail!("{} has no field {label:?}: {}", self.path().await?, self.words().await?)
    }

    /// Presses the button or follows the link with these words, and waits for the next page. The whole of its words
    /// counts before a part of them, the main part of the page before its frame.
    ///
    /// # Errors
    /// When nothing says so.
    pub async fn press(&self, text: &str) -> Result<()> {
        let wanted = quoted(text);
        let (whole, part) =
            (format!("normalize-space(.) = {wanted}"), format!("contains(normalize-space(.), {wanted})"));
        for (within, test) in [("//main", &whole), ("//main", &part), ("", &whole), ("", &part)] {
            let path = format!("{within}//button[{test}] | {within}//a[{test}]");
            for element in self.client().find_all(Locator::XPath(&path)).await? {
                if element.is_displayed().await.unwrap_or(false) {
                    return self.leaves(&element).await.with_context(|| format!("press {text:?}"));
                }
            }
        }
        bail!("{} has nothing to press that says {text:?}: {}", self.path().await?, self.words().await?)
    }

    /// Follows the link that leads exactly there.
    ///
    /// # Errors
    /// When the page has none.
    pub async fn press_link(&self, href: &str) -> Result<()> {
        let path = format!("//a[@href = {}]", quoted(href));
        let found = self.client().find(Locator::XPath(&path)).await;
        let found = found.with_context(|| format!("find the link to {href}"))?;
        self.leaves(&found).await.context("follow it")
    }

    /// Presses the first button or link that fits the selector, and waits for the next page.
    ///
    /// # Errors
    /// When nothing fits.
    pub async fn press_css(&self, css: &str) -> Result<()> {
        let found = self.client().find(Locator::Css(css)).await;
        let found = found.with_context(|| format!("find {css} to press"))?;
        self.leaves(&found).await.with_context(|| format!("press {css}"))
    }

    /// Clicks what leads to another page, and waits until that page is there.
    async fn leaves(&self, element: &Element) -> Result<()> {
        self.client().execute("window.leaving = true", Vec::new()).await?;
        element.click().await?;
        let begun = tokio::time::Instant::now();
        let script = "return !window.leaving && document.readyState === 'complete'";
        // While the page changes, nothing answers.
        while self.client().execute(script, Vec::new()).await.ok() != Some(json!(true)) {
            ensure!(begun.elapsed() < PATIENCE, "no other page comes after {}", self.path().await?);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Types into the field of this name, where several have the same label.
    ///
    /// # Errors
    /// When no such field is there.
    pub async fn fill_named(&self, name: &str, value: &str) -> Result<()> {
        let css = format!("main [name=\"{name}\"]");
        let field = self.client().find(Locator::Css(&css)).await;
        let field = field.with_context(|| format!("find the field named {name}"))?;
        field.clear().await?;
        field.send_keys(value).await.with_context(|| format!("type into the field named {name}"))
    }

    /// Opens the page again until it shows these words: what the house does in the background is not there at once.
    ///
    /// # Errors
    /// When they do not come; says what is there instead.
    pub async fn settles(&self, text: &str) -> Result<()> {
        let begun = tokio::time::Instant::now();
        while !self.words().await?.contains(text) {
            if begun.elapsed() > PATIENCE {
                bail!("{} never shows {text:?} but {:?}", self.path().await?, self.words().await?);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
            self.client().refresh().await.context("open the page again")?;
        }
        Ok(())
    }

    /// Opens what is folded away under these words.
    ///
    /// # Errors
    /// When nothing says so.
    pub async fn unfold(&self, text: &str) -> Result<()> {
        let path = format!("//summary[contains(normalize-space(.), {})]", quoted(text));
        let found = self.client().find(Locator::XPath(&path)).await;
        let found = found.with_context(|| format!("find {text:?} to unfold"))?;
        found.click().await.with_context(|| format!("unfold {text:?}"))
    }

    /// The address of the link with these words.
    ///
    /// # Errors
    /// When there is none.
    pub async fn link(&self, text: &str) -> Result<String> {
        let path = format!("//main//a[contains(normalize-space(.), {})]", quoted(text));
        let found = self.client().find(Locator::XPath(&path)).await;
        let found = found.with_context(|| format!("find the link {text:?}"))?;
        found.attr("href").await?.with_context(|| format!("the link {text:?} leads nowhere"))
    }

    /// The words of everything that fits the selector, in the order of the page.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn all_words(&self, css: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent.trim().replace(/\\s+/g, ' '))";
        let found = self.client().execute(script, vec![json!(css)]).await?;
        serde_json::from_value(found).context("read words")
    }

    /// Where everything that fits the selector leads, in the order of the page.
    ///
    /// # Errors
    /// When the driver does not answer.
    pub async fn hrefs(&self, css: &str) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(e => e.getAttribute('href') || '')";
        let found = self.client().execute(script, vec![json!(css)]).await?;
        serde_json::from_value(found).context("read links")
    }

    /// Takes a file home with the person's own session, as following the link would.
    ///
    /// # Errors
    /// When it cannot be had.
    pub async fn download(&self, href: &str) -> Result<Download> {
        let script = "const done = arguments[arguments.length - 1];
            fetch(arguments[0]).then(async answer => {
              const bytes = new Uint8Array(await answer.arrayBuffer());
              done({ status: answer.status, kind: answer.headers.get('content-type') || '',
                     head: String.fromCharCode(...bytes.slice(0, 64)), size_bytes: bytes.length });
            }).catch(error => done({ status: 0, kind: String(error), head: '', size_bytes: 0 }));";
        let found = self.client().execute_async(script, vec![json!(href)]).await;
        serde_json::from_value(found.with_context(|| format!("fetch {href}"))?).context("read the file")
    }

    /// Waits until the page shown has this path (its query left out), and says the path with its query.
    ///
    /// # Errors
    /// When it does not come; says what is there instead.
    pub async fn arrives(&self, path: &str) -> Result<String> {
        let begun = tokio::time::Instant::now();
        loop {
            let here = self.path().await?;
            if here.split(['?', '#']).next().unwrap_or_default().contains(path) {
                return Ok(here);
            }
            if begun.elapsed() > PATIENCE {
                bail!("{here} is shown and not {path}: {}", self.words().await?);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Signs in through the form, and out first if somebody is in.
    ///
    /// # Errors
    /// When the sign-in is refused.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<()> {
        self.client().delete_all_cookies().await.context("forget who was here")?;
        self.go("/sign-in?lang=ko").await?;
        self.fill("이메일", email).await?;
        self.fill("비밀번호", password).await?;
        self.press("로그인").await?;
        let path = self.path().await?;
        ensure!(!path.starts_with("/sign-in"), "{email} cannot sign in: {}", self.words().await?);
        Ok(())
    }
}

/// A string in XPath, which has no escapes.
fn quoted(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}
