# The catalogue for programs
api-entry-list = Looks in the list: { $thing }
api-entry-list-facility = Of this facility only
api-entry-list-organisation = Of this organisation only
api-entry-list-method = For this method only
api-entry-create = Enters one: { $thing }
api-entry-one = Shows one: { $thing }
api-entry-change = Changes one: { $thing }
api-entry-change-detail = Fields that are not sent stay as they are.
api-entry-withdraw = Takes one out of the list: { $thing }
