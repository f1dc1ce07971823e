# Problems and firms for a technology
technology-matches-title = Who could use { $name }
technology-matches-lead = Open problems this technology may solve, and firms whose own words meet it. Each comes with its reasons.
technology-needs = Open problems it may solve
technology-needs-none = No open problem fits this technology
technology-needs-none-next = The clearer its page says which problem it solves, in everyday words, the better it is found.
technology-firms = Firms that may use it
technology-firms-lead = Found by what the firms say of their products. Nobody has asked them yet.
technology-firms-none = No firm says it makes something like this
technology-firms-none-next = Firms are found by their descriptions and keywords.
technology-firms-see = See all firms
technology-back = Back to the technology
