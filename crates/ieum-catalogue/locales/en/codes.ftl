# Labels of code lists; imports understand them too.

entry-code-region-11 = Seoul
entry-code-region-26 = Busan
entry-code-region-27 = Daegu
entry-code-region-28 = Incheon
entry-code-region-29 = Gwangju
entry-code-region-30 = Daejeon
entry-code-region-31 = Ulsan
entry-code-region-36 = Sejong
entry-code-region-41 = Gyeonggi
entry-code-region-43 = North Chungcheong
entry-code-region-44 = South Chungcheong
entry-code-region-46 = South Jeolla
entry-code-region-47 = North Gyeongsang
entry-code-region-48 = South Gyeongsang
entry-code-region-50 = Jeju
entry-code-region-51 = Gangwon
entry-code-region-52 = North Jeolla
entry-code-region-99 = Abroad

entry-code-organisation-kind-firm = Firm
entry-code-organisation-kind-university = University
entry-code-organisation-kind-institute = Public institute
entry-code-organisation-kind-hospital = Hospital
entry-code-organisation-kind-government = Government
entry-code-organisation-kind-support = Support agency
entry-code-organisation-kind-foreign = Foreign organisation

entry-code-firm-size-micro = Micro
entry-code-firm-size-small = Small
entry-code-firm-size-medium = Medium
entry-code-firm-size-mid = Mid-sized
entry-code-firm-size-large = Large

entry-code-tier-basic = Basic infrastructure
entry-code-tier-advanced = Advanced infrastructure

entry-code-stage-basic = Basic research
entry-code-stage-applied = Applied research
entry-code-stage-development = Development
entry-code-stage-commercial = Commercial

entry-code-access-mode-self = Self-service
entry-code-access-mode-assisted = Assisted use
entry-code-access-mode-request = Analysis on request

entry-code-life-planned = Planned
entry-code-life-commissioning = Commissioning
entry-code-life-in-service = In service
entry-code-life-idle = Idle
entry-code-life-disposal-review = Disposal review
entry-code-life-transferred = Transferred
entry-code-life-retired = Retired

entry-code-condition-ok = Working
entry-code-condition-degraded = Limited
entry-code-condition-down = Down
entry-code-condition-in-maintenance = In maintenance
entry-code-condition-calibration-overdue = Calibration overdue

entry-code-access-open = Open
entry-code-access-internal-only = Internal only
entry-code-access-closed = Closed

entry-code-use-scope-1 = Sole use
entry-code-use-scope-2 = Sharing allowed
entry-code-use-scope-3 = Sharing service

entry-code-class-major-optical = Optical and electron imaging
entry-code-class-major-chemical = Sample preparation and analysis
entry-code-class-major-mechanical = Machining and testing
entry-code-class-major-electrical = Electric and electronic
entry-code-class-major-data = Data processing
entry-code-class-major-physical = Physical measurement
entry-code-class-major-medical = Clinical and medical
entry-code-class-major-environment = Environment, production and rearing

entry-code-facility-category-laboratory = Laboratory
entry-code-facility-category-test-bed = Test bed
entry-code-facility-category-pilot-plant = Pilot plant
entry-code-facility-category-proving-ground = Proving ground
entry-code-facility-category-clean-room = Clean room
entry-code-facility-category-animal = Animal facility
entry-code-facility-category-biobank = Biobank
entry-code-facility-category-data-centre = Data and computing centre
entry-code-facility-category-living-lab = Living lab
entry-code-facility-category-other = Other

entry-code-method-family-separation = Separation
entry-code-method-family-mass = Mass spectrometry
entry-code-method-family-spectroscopy = Spectroscopy
entry-code-method-family-microscopy = Microscopy and imaging
entry-code-method-family-diffraction = Diffraction and scattering
entry-code-method-family-thermal = Thermal analysis
entry-code-method-family-mechanical = Mechanical testing
entry-code-method-family-electrical = Electrical measurement
entry-code-method-family-surface = Surface analysis
entry-code-method-family-bio = Biology and cells
entry-code-method-family-environment = Environmental testing
entry-code-method-family-computing = Computing and data
entry-code-method-family-process = Making and processing
entry-code-method-family-other = Other

entry-code-service-field-analysis = Analysis
entry-code-service-field-test = Testing
entry-code-service-field-calibration = Calibration
entry-code-service-field-certification = Certification
entry-code-service-field-prototyping = Prototyping
entry-code-service-field-consulting = Consulting
entry-code-service-field-research = Contract research
entry-code-service-field-data = Data services
entry-code-service-field-patent = Patents
entry-code-service-field-design = Design
entry-code-service-field-marketing = Marketing
entry-code-service-field-exhibition = Exhibition
entry-code-service-field-networking = Networking
entry-code-service-field-training = Training

entry-code-service-unit-sample = Sample
entry-code-service-unit-hour = Hour
entry-code-service-unit-item = Item
entry-code-service-unit-case = Case

entry-code-science-field-math = Mathematics
entry-code-science-field-physics = Physics
entry-code-science-field-chemistry = Chemistry
entry-code-science-field-earth = Earth science
entry-code-science-field-life = Life science
entry-code-science-field-agriculture = Agriculture and food
entry-code-science-field-medicine = Medicine and health
entry-code-science-field-machine = Mechanical engineering
entry-code-science-field-material = Materials
entry-code-science-field-chemical-engineering = Chemical engineering
entry-code-science-field-electronics = Electrical and electronic
entry-code-science-field-information = Information and communication
entry-code-science-field-energy = Energy and resources
entry-code-science-field-nuclear = Nuclear
entry-code-science-field-environment = Environment
entry-code-science-field-construction = Construction and transport
entry-code-science-field-society = Society and humanities

entry-code-availability-open = Takes questions
entry-code-availability-limited = By arrangement
entry-code-availability-closed = Not available

entry-code-resource-kind-sample = Samples
entry-code-resource-kind-material = Materials
entry-code-resource-kind-strain = Strains
entry-code-resource-kind-cell-line = Cell lines
entry-code-resource-kind-plant = Plants and seeds
entry-code-resource-kind-collection = Collection
entry-code-resource-kind-tissue = Human tissue
entry-code-resource-kind-reference-material = Reference material
entry-code-resource-kind-data = Data
entry-code-resource-kind-other = Other

entry-code-standard-body-ks = KS
entry-code-standard-body-iso = ISO
entry-code-standard-body-iec = IEC
entry-code-standard-body-astm = ASTM
entry-code-standard-body-en = EN
entry-code-standard-body-din = DIN
entry-code-standard-body-jis = JIS
entry-code-standard-body-pharmacopoeia = Pharmacopoeia
entry-code-standard-body-codex = Codex
entry-code-standard-body-law = Law or notice
entry-code-standard-body-other = Other body

entry-code-standard-status-current = Current
entry-code-standard-status-draft = Draft
entry-code-standard-status-superseded = Superseded
entry-code-standard-status-withdrawn = Withdrawn

entry-code-licence-kind-open = Open source
entry-code-licence-kind-free = Free of charge
entry-code-licence-kind-paid = Paid

entry-code-currency-krw = Won (KRW)
entry-code-currency-usd = Dollar (USD)
entry-code-currency-eur = Euro (EUR)
entry-code-currency-jpy = Yen (JPY)

entry-code-sharing-method-1 = Rental
entry-code-sharing-method-2 = On request
entry-code-sharing-method-3 = Direct use
entry-code-sharing-method-4 = All ways

entry-code-sharing-range-inside = Inside the institution
entry-code-sharing-range-outside = Outside the institution

entry-code-purpose-1 = Testing
entry-code-purpose-2 = Analysis
entry-code-purpose-3 = Teaching
entry-code-purpose-4 = Measuring
entry-code-purpose-5 = Production
entry-code-purpose-6 = Other purpose

entry-code-usage-state-1 = In use
entry-code-usage-state-2 = Low use
entry-code-usage-state-3 = Idle
entry-code-usage-state-4 = Disused

entry-code-disposal-1 = Sale
entry-code-disposal-2 = Reuse
entry-code-disposal-3 = Scrap
entry-code-disposal-4 = Transfer
entry-code-disposal-5 = Loan

entry-code-acquisition-1 = Bought
entry-code-acquisition-2 = Developed

entry-code-priority-field-1 = National core capability
entry-code-priority-field-2 = Global issues
entry-code-priority-field-3 = Basic science and convergence
entry-code-priority-field-4 = New industries
entry-code-priority-field-5 = Key industries

entry-code-sole-use-reason-01 = Own demand (fully used, over 2,000 hours a year)
entry-code-sole-use-reason-02 = Prototype
entry-code-sole-use-reason-03 = Special purpose
entry-code-sole-use-reason-04 = Continuous monitoring
entry-code-sole-use-reason-05 = Security
entry-code-sole-use-reason-06 = Hazardous material
entry-code-sole-use-reason-07 = Ultra-sensitive
entry-code-sole-use-reason-08 = Licence
entry-code-sole-use-reason-09 = Other reason

entry-code-equipment-kind-1 = Main
entry-code-equipment-kind-2 = Auxiliary
entry-code-equipment-kind-3 = Ancillary

entry-code-six-t-it = Information technology (IT)
entry-code-six-t-bt = Biotechnology (BT)
entry-code-six-t-nt = Nanotechnology (NT)
entry-code-six-t-st = Space technology (ST)
entry-code-six-t-et = Environmental technology (ET)
entry-code-six-t-ct = Culture technology (CT)

entry-code-disposal-stage-decided = Decided
entry-code-disposal-stage-done = Done

entry-code-trl-1 = TRL 1: principle observed
entry-code-trl-2 = TRL 2: concept formulated
entry-code-trl-3 = TRL 3: concept proved by experiment
entry-code-trl-4 = TRL 4: works in the laboratory
entry-code-trl-5 = TRL 5: works in a relevant environment
entry-code-trl-6 = TRL 6: prototype shown in a relevant environment
entry-code-trl-7 = TRL 7: prototype shown in operation
entry-code-trl-8 = TRL 8: complete and tested
entry-code-trl-9 = TRL 9: proved in use

entry-code-rights-patent = Patent granted
entry-code-rights-filed = Patent filed
entry-code-rights-utility = Utility model
entry-code-rights-design = Design right
entry-code-rights-program = Program copyright
entry-code-rights-know-how = Know-how
entry-code-rights-none = No rights registered

entry-code-data-kind-measurement = Measurements
entry-code-data-kind-image = Images
entry-code-data-kind-sensor = Sensor records
entry-code-data-kind-survey = Survey
entry-code-data-kind-simulation = Simulation
entry-code-data-kind-text = Texts
entry-code-data-kind-other = Other data

entry-code-data-access-open = Open to all
entry-code-data-access-on-request = On request
entry-code-data-access-analysis-only = Analysis on site only
entry-code-data-access-closed = Not given out
