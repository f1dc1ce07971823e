//! A small HTTP/1.1 client for the loopback: keeps its connection, counts nothing but time.

use anyhow::{Context, Result, bail};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// How long one answer may take before the run is called broken.
const PATIENCE: Duration = Duration::from_secs(120);

/// One kept connection.
pub(crate) struct Client {
    host: String,
    stream: BufReader<TcpStream>,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// `Set-Cookie` headers, without their attributes.
    pub(crate) cookies: Vec<String>,
    /// Where it sends one on to, or nothing.
    pub(crate) location: String,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// `http://127.0.0.1:8080/…` without scheme and path; only the loopback is accepted.
pub(crate) fn host(url: &str) -> Result<String> {
    let host = url.strip_prefix("http://").context("read the address")?.split('/').next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if ["127.0.0.1", "localhost", "[::1]"].contains(&name) {
        Ok(host.to_owned())
    } else {
        bail!("{host} is not this machine")
    }
}

impl Client {
    pub(crate) fn connect(url: &str) -> Result<Self> {
        let host = host(url)?;
        let stream = TcpStream::connect(&host).with_context(|| format!("connect to {host}"))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { host, stream: BufReader::new(stream) })
    }

    /// Sends one request and reads the whole answer.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let out = self.stream.get_mut();
        out.write_all(&[head.as_bytes(), body].concat()).context("send a request")?;
        self.read()
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).context("read an answer")? == 0 {
            bail!("the server closed the connection");
        }
        Ok(line.trim_end().to_owned())
    }

    fn read(&mut self) -> Result<Answer> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok()).context("read the status")?;
        let (mut length, mut is_chunked, mut cookies, mut location) = (0, false, Vec::new(), String::new());
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().context("read the length")?,
                "transfer-encoding" => is_chunked = value.eq_ignore_ascii_case("chunked"),
                "set-cookie" => cookies.extend(value.split(';').next().map(str::to_owned)),
                "location" => value.clone_into(&mut location),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if is_chunked {
            loop {
                let size = usize::from_str_radix(self.line()?.split(';').next().unwrap_or_default(), 16)?;
                if size == 0 {
                    self.line()?;
                    break;
                }
                let mut chunk = vec![0; size];
                self.stream.read_exact(&mut chunk).context("read a chunk")?;
                body.append(&mut chunk);
                self.line()?;
            }
        } else {
            body.resize(length, 0);
            self.stream.read_exact(&mut body).context("read the body")?;
        }
        Ok(Answer { status, body, cookies, location })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn only_this_machine_is_asked() {
        assert_eq!(host("http://127.0.0.1:80/x").unwrap(), "127.0.0.1:80");
        assert!(host("http://192.168.0.1/").is_err());
        assert!(host("https://example.org").is_err());
    }

    #[test]
    fn whole_and_chunked_answers_are_read() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let answers: [&[u8]; 2] = [
                b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=b; Path=/\r\n\r\nok",
                b"HTTP/1.1 422 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            ];
            for answer in answers {
                let mut asked = [0; 512];
                assert!(std::io::Read::read(&mut stream, &mut asked).unwrap() > 0);
                stream.write_all(answer).unwrap();
            }
        });
        let mut client = Client::connect(&url).unwrap();
        let first = client.send("GET", "/", &[], b"").unwrap();
        assert_eq!(
            (first.status, first.body.as_slice(), first.cookies.as_slice()),
            (200, &b"ok"[..], &["a=b".to_owned()][..])
        );
        let second = client.send("POST", "/", &[], b"x").unwrap();
        assert_eq!((second.status, second.body.as_slice()), (422, &b"abc"[..]));
        server.join().unwrap();
    }
}
