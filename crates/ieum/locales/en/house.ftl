rules-title = Rule: { $rule }
rules-thing = Thing
rules-place = Where it stands in the code
rules-constraint = Constraint that guarantees it
permission-house-rules = Read what a rule says
permission-house-metrics = See operating figures
