using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;

namespace Massar.Features.Marks;

/// <summary>
/// Two years of marks. Last year is complete, published and closed; who repeats a level failed it. This year's first tests are out,
/// the second ones stand anywhere between half entered and waiting for their hour.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Batch = 20_000;
    private const double Spread = 2.2;

    public int Order => 110;

    public Task Plant(Seeding seeding, CancellationToken ct) => new Planting(seeding).Run(ct);

    private sealed class Planting(Seeding seeding)
    {
        private readonly SeededYears years = seeding.Of<SeededYears>();
        private readonly SeededPupils pupils = seeding.Of<SeededPupils>();
        private readonly SeededEnrollments enrollments = seeding.Of<SeededEnrollments>();
        private readonly SeededAccounts accounts = seeding.Of<SeededAccounts>();
        private readonly Randomizer draw = seeding.Draw("marks");
        private readonly List<Assessment> assessments = [];
        private readonly List<Mark> marks = [];
        private readonly List<PublishedResult> results = [];
        private readonly List<TeacherRemark> remarks = [];
        private readonly List<CellRemark> cellRemarks = [];
        private readonly List<MarkCorrection> corrections = [];
        private readonly Dictionary<(int School, DateTime At), WorkItem> announcements = [];
        private readonly Dictionary<long, double> level = [];
        private Dictionary<int, long> heads = [];

        public async Task Run(CancellationToken ct)
        {
            heads = accounts.Of(Roles.Head).DistinctBy(a => a.PlaceId).ToDictionary(a => a.PlaceId, a => a.Id);
            var classes = seeding.Of<SeededClasses>();
            foreach (var made in classes.Of(years.Previous.Id))
            {
                Complete(made, [1, 2], AssessmentState.Frozen);
                await Send(Batch, ct);
            }

            var schools = new HashSet<int>();
            foreach (var made in classes.Of(years.Current.Id))
            {
                Running(made, withCorrections: schools.Add(made.SchoolId));
                await Send(Batch, ct);
            }

            await Send(0, ct);
            await seeding.Insert([.. announcements.Values], ct);
        }

        // Semesters that are over: every test of the plan.
        private void Complete(SeededClass made, int[] semesters, AssessmentState state)
        {
            var roster = enrollments.In(made.Id);
            foreach (var (plan, teacher) in Taught(made))
                foreach (var semester in semesters)
                {
                    var day = semester == 1 ? new DateOnly(made.SchoolYearId + 1, 2, 5) : new DateOnly(made.SchoolYearId + 1, 7, 1);
                    var at = At(day < years.Today ? day : years.Today.AddDays(-1));
                    var numbers = SheetHead.NumbersOf(plan.TestsPerSemester, plan.ActivitiesShare).ToList();
                    var sheets = numbers.ConvertAll(n => Add(made, plan, semester, n, state, teacher, at.AddDays(-12), at));
                    foreach (var seat in roster)
                    {
                        var pupil = pupils.Pupil(seat.PupilId);
                        var values = sheets.ConvertAll(s => (s.Number, Value: Value(pupil, years.Levels[made.LevelCode].MarkScale!.Value, past: made.SchoolYearId == years.Previous.Id)));
                        for (var i = 0; i < sheets.Count; i++) Put(sheets[i], pupil.Id, values[i].Value);
                        var average = Publication.AverageOf(values, plan.ActivitiesShare, Rounding.HalfUp);
                        var remark = semester == 2 ? Remark(average, years.Levels[made.LevelCode].MarkScale!.Value) : null;
                        if (remark is not null) remarks.Add(new TeacherRemark { ClassId = made.Id, SubjectCode = plan.SubjectCode, Semester = semester, PupilId = pupil.Id, Text = remark });
                        Publish(made, plan, semester, at, pupil.Id, values, complete: true, corrections: 0, remark);
                    }
                }
        }

        // This year: the first tests published, the second ones on their way.
        private void Running(SeededClass made, bool withCorrections)
        {
            var roster = enrollments.In(made.Id).Where(e => e.LeftOn is null).ToList();
            var start = new DateOnly(made.SchoolYearId, 9, 8);
            var today = years.Today;
            var semester = today < new DateOnly(made.SchoolYearId + 1, 2, 1) ? 1 : 2;
            if (semester == 2)
            {
                Complete(made, [1], AssessmentState.Published);
                start = new DateOnly(made.SchoolYearId + 1, 2, 2);
            }

            if (today < start.AddDays(20)) return;
            var scale = years.Levels[made.LevelCode].MarkScale;

            foreach (var (plan, teacher) in Taught(made))
            {
                var day = start.AddDays(Math.Min(draw.Number(38, 55), Math.Max(15, today.DayNumber - start.DayNumber - 3)));
                if (day >= today) continue;
                var at = At(day);
                var first = Add(made, plan, semester, 1, AssessmentState.Published, teacher, at.AddDays(-4), at);
                var firstValues = roster.ToDictionary(e => e.PupilId, e => Value(pupils.Pupil(e.PupilId), scale!.Value, past: false));
                var corrected = withCorrections && roster.Count > 2 ? Corrections(made, first, roster, firstValues, teacher, at, scale!.Value) : -1;
                withCorrections = false;
                foreach (var (pupil, value) in firstValues) Put(first, pupil, value);
                foreach (var seat in roster)
                    Publish(made, plan, semester, at, seat.PupilId, [(1, firstValues[seat.PupilId])], plan.TestsPerSemester == 1 && plan.ActivitiesShare == 0, seat.PupilId == corrected ? 1 : 0, null);
                if (plan.TestsPerSemester > 1 && today > start.AddDays(55)) Second(made, plan, semester, teacher, roster, firstValues, scale!.Value);
            }
        }

        private void Second(SeededClass made, SubjectPlan plan, int semester, long teacher, List<SeededEnrollment> roster, Dictionary<long, CellValue> firstValues, int scale)
        {
            var now = At(years.Today).AddHours(-6);
            var state = draw.Number(0, 99) switch
            {
                < 35 => AssessmentState.Open,
                < 50 => AssessmentState.Submitted,
                < 58 => AssessmentState.Returned,
                < 72 => AssessmentState.Validated,
                < 80 => AssessmentState.Scheduled,
                _ => AssessmentState.Planned,
            };
            if (state == AssessmentState.Planned) return;
            var hour = At(years.Today.AddDays(1));
            var sheet = Add(made, plan, semester, 2, state, teacher, now.AddDays(-1), state == AssessmentState.Scheduled ? hour : null);
            var values = roster.ToDictionary(e => e.PupilId, e => Value(pupils.Pupil(e.PupilId), scale, past: false));
            foreach (var seat in roster.Take(state == AssessmentState.Open ? roster.Count / 2 : roster.Count)) Put(sheet, seat.PupilId, values[seat.PupilId]);
            if (state == AssessmentState.Returned)
                foreach (var seat in roster.Take(2)) cellRemarks.Add(new CellRemark { AssessmentId = sheet.Id, PupilId = seat.PupilId, Text = Say("marks.demo.cell-remark") });
            if (state != AssessmentState.Scheduled) return;

            foreach (var seat in roster)
                Publish(made, plan, semester, hour, seat.PupilId, [(1, firstValues[seat.PupilId]), (2, values[seat.PupilId])], plan.TestsPerSemester == 2 && plan.ActivitiesShare == 0, 0, null);
            announcements.TryAdd((made.SchoolId, hour), new WorkItem
            {
                Id = seeding.NextId<WorkItem>(),
                Kind = Announcement.Kind,
                Key = Announcement.Key(made.SchoolId, hour),
                Payload = Announcement.PayloadOf(made.SchoolId, hour),
                RunAfter = hour,
                CreatedAt = now,
            });
        }

        // One request that was counter-signed, one that waits.
        private long Corrections(SeededClass made, Assessment sheet, List<SeededEnrollment> roster, Dictionary<long, CellValue> values, long teacher, DateTime at, int scale)
        {
            if (accounts.OfEmployee(teacher) is not { } asker || !heads.TryGetValue(made.SchoolId, out var head)) return -1;
            var done = roster[0].PupilId;
            values[done] = CellValue.Of(scale * 0.7m);
            var first = new MarkCorrection
            {
                Id = seeding.NextId<MarkCorrection>(),
                AssessmentId = sheet.Id,
                PupilId = done,
                SchoolId = made.SchoolId,
                OldState = CellState.Points,
                OldPoints = scale * 0.4m,
                NewState = CellState.Points,
                NewPoints = scale * 0.7m,
                Reason = Say("marks.demo.correction"),
                AskedByAccountId = asker.Id,
                AskedAt = at.AddHours(20),
            };
            first.Decide(approve: true, null, Hands.Only(head), at.AddHours(26));
            var waits = roster[1].PupilId;
            values[waits] = CellValue.Of(scale * 0.5m);
            corrections.Add(first);
            corrections.Add(new MarkCorrection
            {
                Id = seeding.NextId<MarkCorrection>(),
                AssessmentId = sheet.Id,
                PupilId = waits,
                SchoolId = made.SchoolId,
                OldState = CellState.Points,
                OldPoints = scale * 0.5m,
                NewState = CellState.Points,
                NewPoints = scale * 0.65m,
                Reason = Say("marks.demo.correction"),
                AskedByAccountId = asker.Id,
                AskedAt = At(years.Today).AddDays(-1),
            });
            return done;
        }

        private IEnumerable<(SubjectPlan Plan, long Teacher)> Taught(SeededClass made) => years.Levels[made.LevelCode].MarkScale is null ? [] :
            made.Teachings.Where(t => t.Plan.TestsPerSemester > 0).Select(t => (t.Plan, t.TeacherId));

        private Assessment Add(SeededClass made, SubjectPlan plan, int semester, int number, AssessmentState state, long teacher, DateTime handedOver, DateTime? at)
        {
            var wasHanded = state is not (AssessmentState.Open or AssessmentState.Planned);
            var isValid = state >= AssessmentState.Validated;
            var sheet = new Assessment
            {
                Id = (int)seeding.NextId<Assessment>(),
                SchoolId = made.SchoolId,
                SchoolYearId = made.SchoolYearId,
                ClassId = made.Id,
                SubjectCode = plan.SubjectCode,
                Semester = semester,
                Number = number,
                State = state,
                Changes = 1,
                PublishAt = at,
                SubmittedAt = wasHanded ? handedOver : null,
                SubmittedByAccountId = wasHanded ? accounts.OfEmployee(teacher)?.Id : null,
                ValidatedAt = isValid ? handedOver.AddHours(20) : null,
                ValidatedByAccountId = isValid && heads.TryGetValue(made.SchoolId, out var head) ? head : null,
                ReturnReason = state == AssessmentState.Returned ? Say("marks.demo.return") : null,
            };
            assessments.Add(sheet);
            return sheet;
        }

        private void Put(Assessment sheet, long pupil, CellValue value)
        {
            var mark = new Mark { AssessmentId = sheet.Id, PupilId = pupil };
            mark.Set(value, 1, 0);
            marks.Add(mark);
        }

        private void Publish(SeededClass made, SubjectPlan plan, int semester, DateTime at, long pupil, IReadOnlyCollection<(int Number, CellValue Value)> values, bool complete, int corrections, string? remark) => results.Add(new PublishedResult
        {
            PupilId = pupil,
            SchoolYearId = made.SchoolYearId,
            Semester = semester,
            SubjectCode = plan.SubjectCode,
            PublishAt = at,
            ClassId = made.Id,
            SubjectAr = plan.NameAr,
            SubjectFr = plan.NameFr,
            Tests = TestsText.Write(values),
            Average = Publication.AverageOf(values, plan.ActivitiesShare, Rounding.HalfUp),
            Coefficient = plan.Coefficient ?? 1,
            Share = plan.ActivitiesShare,
            Scale = years.Levels[made.LevelCode].MarkScale!.Value,
            IsComplete = complete,
            FormulaVersion = Averages.FormulaVersion(Rounding.HalfUp),
            Corrections = corrections,
            Remark = remark,
        });

        private CellValue Value(SeededPupil pupil, int scale, bool past)
        {
            var chance = draw.Number(0, 199);
            if (chance == 0) return new CellValue(CellState.Absent, null);
            if (chance == 1) return new CellValue(CellState.AbsentJustified, null);
            if (!level.TryGetValue(pupil.Id, out var own)) level[pupil.Id] = own = 10.6 + (draw.Double() * draw.Double() * 8.4);
            var around = past && pupil.Repeats ? 7.4 : own;
            var twentieths = Math.Clamp(around + ((draw.Double() + draw.Double() - 1) * Spread), 1, 19.75);
            return CellValue.Of(Math.Round((decimal)twentieths * scale / 20 * 4, MidpointRounding.AwayFromZero) / 4);
        }

        private static string? Remark(decimal? average, int scale) => average is not { } value ? null : Say((value * 20 / scale) switch
        {
            >= 16 => "marks.demo.remark.excellent",
            >= 14 => "marks.demo.remark.very-good",
            >= 12 => "marks.demo.remark.good",
            >= 10 => "marks.demo.remark.fair",
            _ => "marks.demo.remark.weak",
        });

        private static string Say(string key) => Words.All.Say("ar", key);

        // Publication at 17:00 of Morocco.
        private static DateTime At(DateOnly day) => MoroccanHour.Utc(day, new TimeOnly(17, 0));

        private async Task Send(int least, CancellationToken ct)
        {
            if (marks.Count < least) return;
            var sealer = seeding.Services.GetRequiredService<Sealer>();
            var cells = marks.ToLookup(m => m.AssessmentId, m => (m.PupilId, m.Value));
            foreach (var sheet in assessments.Where(a => a.State >= AssessmentState.Validated)) sheet.Close(Seal.Of(sealer, sheet.Key, cells[sheet.Id]));
            await Insert(assessments, ct);
            await Insert(marks, ct);
            await Insert(results, ct);
            await Insert(remarks, ct);
            await Insert(cellRemarks, ct);
            await Insert(corrections, ct);
        }

        private async Task Insert<T>(List<T> rows, CancellationToken ct) where T : class
        {
            if (rows.Count > 0) await seeding.Insert(rows, ct);
            rows.Clear();
        }
    }
}
