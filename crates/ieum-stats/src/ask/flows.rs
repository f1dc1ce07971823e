//! `ieum region io`

use super::{Answer, Family, Method, Opt, Refusal, Request, Takes};
use crate::Matrix;
use crate::flows::{Forward, InputOutput, SectorKind, leontief, linkages, multipliers};
use serde::Serialize;

const FORWARD: &[&str] = &["ghosh", "leontief"];

pub(super) const METHOD: Method = Method {
    family: Family::Region,
    key: "io",
    about: "Input-output: multipliers and linkages of sectors",
    options: &[
        Opt::needed(
            "sector",
            Takes::Column,
            "Column that names the selling sectors; buyers are the columns called the same",
        ),
        Opt::optional("demand", Takes::Column, "Column of sales to final demand"),
        Opt::optional("output", Takes::Column, "Column of total output, instead of --demand"),
        Opt::optional("amount", Takes::Column, "Column of jobs, wages, emissions … for their multipliers"),
        Opt::optional("forward", Takes::Choice(FORWARD), "Forward linkages from ghosh or leontief"),
    ],
    formula: "A = Z x̂⁻¹; L = (I − A)⁻¹; output multiplier = Σᵢ Lᵢⱼ; backward linkage = n Σᵢ Lᵢⱼ / ΣΣL",
    source: "Leontief 1936; Miller and Blair 2009, Input–output analysis, 2nd ed., sections 2.2, 6.2, 12.2; Rasmussen 1956; Ghosh 1958",
    run,
};

#[derive(Serialize)]
struct Found {
    n: usize,
    sectors: Vec<Sector>,
    warnings: Vec<crate::Caution>,
    source: &'static str,
}

#[derive(Serialize)]
struct Sector {
    sector: String,
    output: f64,
    final_demand: f64,
    output_multiplier: f64,
    backward_direct: f64,
    forward_direct: f64,
    backward_index: f64,
    forward_index_leontief: f64,
    forward_index_ghosh: f64,
    kind: SectorKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_direct: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_total: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_type_one: Option<f64>,
}

fn run(request: &Request) -> Result<Answer, Refusal> {
    let sector = request.column("sector")?;
    let table = request.table();
    let names: Vec<String> = (0..table.rows()).map(|row| table.cell(row, sector).to_owned()).collect();
    let mut flows = Matrix::zeros(names.len(), names.len());
    for (at, name) in names.iter().enumerate() {
        let column = request.numbers(table.column(name)?)?;
        for (row, value) in column.values.iter().enumerate() {
            // An empty cell is no sale.
            *flows.at_mut(row, at) = if value.is_nan() { 0.0 } else { *value };
        }
    }
    let rows: Vec<usize> = (0..names.len()).collect();
    let blame = |unfit| request.unfit(unfit, names.clone(), &rows);
    let io = if request.word("output").is_some() {
        InputOutput::with_output(flows, request.numbers(request.column("output")?)?.values).map_err(blame)?
    } else {
        InputOutput::with_demand(flows, &request.numbers(request.column("demand")?)?.values).map_err(blame)?
    };
    let forward =
        if request.choice("forward", FORWARD)? == "leontief" { Forward::Leontief } else { Forward::Ghosh };
    let open = leontief(&io).map_err(blame)?;
    let linked = linkages(&io, forward).map_err(blame)?;
    let amounts = match request.word("amount") {
        Some(_) => {
            Some(multipliers(&io, &request.numbers(request.column("amount")?)?.values, None).map_err(blame)?)
        }
        None => None,
    };
    let demand = io.final_demand();
    let one = |at: usize| {
        let (link, amount) = (&linked.sectors[at], amounts.as_ref().map(|amounts| &amounts.sectors[at]));
        Sector {
            sector: names[at].clone(),
            output: io.output()[at],
            final_demand: demand[at],
            output_multiplier: open.output_multipliers[at],
            backward_direct: link.backward_direct,
            forward_direct: link.forward_direct,
            backward_index: link.backward_index,
            forward_index_leontief: link.forward_index_leontief,
            forward_index_ghosh: link.forward_index_ghosh,
            kind: link.kind,
            amount_direct: amount.map(|amount| amount.direct),
            amount_total: amount.map(|amount| amount.total),
            amount_type_one: amount.and_then(|amount| amount.type_one),
        }
    };
    let mut warnings = open.cautions.clone();
    warnings.extend(linked.cautions.iter().filter(|caution| !open.cautions.contains(caution)).cloned());
    let found = Found {
        n: names.len(),
        sectors: rows.iter().map(|at| one(*at)).collect(),
        warnings,
        source: open.source,
    };
    Ok(Answer::of(&found, request))
}
