using Massar.Features.Accounts;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees;
using Massar.Features.Reference;
using Massar.Features.Training.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Training;

/// <summary>
/// Sessions of the directorate of the well-known HR manager in every state, by the same code as people do: one closed with its attestations, one that runs, one whose
/// summons are out with excuses asked, granted and refused, one with people chosen, one called off.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Most = 6;

    public int Order => 167;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (today, staff, accounts) = (seeding.Of<SeededYears>().Today, seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (officer, known, trainer) = (accounts.Demo(Roles.HrManager), accounts.Demo(Roles.Teacher), accounts.Demo(Roles.Employee));
        var school = accounts.Demo(Roles.Head).PlaceId;
        var perSession = seeding.Plan.IsSmall ? Most / 2 : Most;
        var colleagues = staff.Staff.Where(e => e.Role == Roles.Teacher && e.Id != known.EmployeeId && e.PlacePath.StartsWith(officer.PlacePath, StringComparison.Ordinal) && accounts.OfEmployee(e.Id) is not null)
            .OrderBy(e => e.PlaceId == school ? 0 : 1).ThenBy(e => e.Id).Take(4 * perSession).ToList();
        if (colleagues.Count < 2 * perSession)
            return;
        var people = colleagues.Prepend(staff.Employee(known.EmployeeId!.Value)).ToList();
        var calendar = await TrainingCalendar.Of(seeding.Db, ct);
        var world = new World(seeding, officer, trainer, staff.Employee(trainer.EmployeeId!.Value), accounts, today);
        var before = Acting.Now;
        Acting.Now = new Actor(officer.Id, officer.HatId, officer.Role, officer.PlaceId, "seed");

        if (Before(calendar, today.AddDays(-40), 2) is { } held)
            await world.Held("تقويم التعلمات وبناء وضعيات الدعم", "Évaluation des apprentissages et soutien", held, [.. people.Take(perSession)], ct);
        if (Before(calendar, today, 2) is { } running)
            await world.Running("استعمال الموارد الرقمية في القسم", "Usage des ressources numériques en classe", running, [.. people.Skip(perSession).Take(4)], ct);
        if (calendar.NextFree(today.AddDays(12), 2) is [var soon, ..])
            await world.Called("تدبير الأقسام المكتظة", "Gestion des classes nombreuses", soon, [.. people.Take(1), .. people.Skip(perSession + 4).Take(Math.Max(3, perSession - 1))], ct);
        if (calendar.NextFree(today.AddDays(30), 3) is [var later, ..])
        {
            await world.Plan("الوقاية من العنف المدرسي", "Prévention de la violence scolaire", later, [.. people.Skip(2).Take(4)], withTrainer: false, ct);
            await world.CalledOff("تقنيات التواصل مع الأسر", "Communiquer avec les familles", [later[0]], [.. people.Skip(perSession).Take(2)], ct);
        }

        Acting.Now = before;
        seeding.Db.ChangeTracker.Clear();
    }

    // The last free days up to a day.
    private static IReadOnlyList<DateOnly>? Before(TrainingCalendar calendar, DateOnly until, int count) =>
        Enumerable.Range(0, 60).SelectMany(back => calendar.NextFree(until.AddDays(-count - back + 1), count).Take(1)).FirstOrDefault(run => run[^1] <= until);

    private sealed record World(Seeding Seeding, SeededAccount Officer, SeededAccount Trainer, SeededEmployee Giver, SeededAccounts Accounts, DateOnly Today)
    {
        public async Task<long> Plan(string ar, string fr, IReadOnlyList<DateOnly> days, IReadOnlyList<SeededEmployee> people, bool withTrainer, CancellationToken ct)
        {
            var planned = At(days[0] < Today ? days[0].AddDays(-20) : Today.AddDays(-8));
            var session = new TrainingSession
            {
                PlaceId = Officer.PlaceId,
                PlacePath = Officer.PlacePath,
                SchoolYearId = ReferenceFiles.YearOf(days[0]),
                ThemeAr = ar,
                ThemeFr = fr,
                ThemeKey = TrainingSession.KeyOf(ar),
                Venue = "مركز التكوينات والملتقيات بالمديرية",
                FromMinute = 9 * 60,
                ToMinute = 16 * 60,
                Seats = 20,
                TrainerId = withTrainer ? Giver.Id : null,
                Trainer = withTrainer ? Giver.FullNameAr : "المركز الجهوي لمهن التربية والتكوين",
                StartsOn = days[0],
                EndsOn = days[^1],
                PlannedByAccountId = Officer.Id,
                PlannedAt = planned,
                Days = [.. days.Select(d => new TrainingDay { Day = d })],
            };
            await Within(planned, async (db, _) =>
            {
                db.TrainingSessions.Add(session);
                await db.SaveChangesAsync(ct);
                db.TrainingSeats.AddRange(people.Select(p => new TrainingSeat { SessionId = session.Id, EmployeeId = p.Id, PlaceId = p.PlaceId, PlacePath = p.PlacePath, ChosenAt = planned }));
                await db.SaveChangesAsync(ct);
            }, ct);
            return session.Id;
        }

        public async Task<long> Convene(string ar, string fr, IReadOnlyList<DateOnly> days, IReadOnlyList<SeededEmployee> people, CancellationToken ct)
        {
            var id = await Plan(ar, fr, days, people, withTrainer: true, ct);
            var sent = days[0] < Today.AddDays(8) ? days[0].AddDays(-8) : Today.AddDays(-2);
            await Within(At(sent), async (db, desk) =>
            {
                var session = await db.TrainingSessions.SingleAsync(s => s.Id == id, ct);
                // Who is on leave then is not called.
                var left = (await Candidates.Of(db, null, session, new CandidateFilter(null, null), only: null, isSeated: true, await TrainingFigures.Current(db, ct), ct)).Where(c => c.Out is not null).Select(c => c.Employee).ToList();
                db.TrainingSeats.RemoveRange(await db.TrainingSeats.Where(t => t.SessionId == id && left.Contains(t.EmployeeId)).ToListAsync(ct));
                Must(session.Convene(sent, At(sent)));
                await db.SaveChangesAsync(ct);
                foreach (var seat in await db.TrainingSeats.Where(t => t.SessionId == id).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct))
                    Must((await desk.Issue(seat, Officer.Id, ct)).Refusal);
            }, ct);
            return id;
        }

        public async Task Held(string ar, string fr, IReadOnlyList<DateOnly> days, IReadOnlyList<SeededEmployee> people, CancellationToken ct)
        {
            var id = await Convene(ar, fr, days, people, ct);
            foreach (var (day, i) in days.Select((d, i) => (d, i)))
                await Call(id, day, seat => i == 0 || seat % 3 != 2, ct);
            var closed = days[^1].AddDays(2);
            await Within(At(closed), async (db, desk) =>
            {
                var session = await db.TrainingSessions.Include(s => s.Days).SingleAsync(s => s.Id == id, ct);
                Must(session.Close("أنجزت الورشات المبرمجة، ويوصى بتتبع التطبيق في الأقسام خلال الدورة الثانية.", isCalled: true, closed, At(closed)));
                var figures = await TrainingFigures.Current(db, ct);
                var seats = await db.TrainingSeats.Where(t => t.SessionId == id).OrderBy(t => t.Id).ToListAsync(ct);
                foreach (var seat in seats)
                {
                    var present = await db.TrainingPresences.CountAsync(p => p.SeatId == seat.Id && p.IsPresent, ct);
                    seat.Count(present, figures.IsEnough(present, days.Count));
                }

                await db.SaveChangesAsync(ct);
                foreach (var seat in seats)
                    Must((await desk.Issue(seat.Id, Officer.Id, ct)).Refusal);
            }, ct);
        }

        public async Task Running(string ar, string fr, IReadOnlyList<DateOnly> days, IReadOnlyList<SeededEmployee> people, CancellationToken ct)
        {
            var id = await Convene(ar, fr, days, people, ct);
            await Call(id, days[0], seat => seat != 1, ct);
        }

        public async Task Called(string ar, string fr, IReadOnlyList<DateOnly> days, IReadOnlyList<SeededEmployee> people, CancellationToken ct)
        {
            var id = await Convene(ar, fr, days, people, ct);
            var asked = Today.AddDays(-1);
            await Within(At(asked), async (db, desk) =>
            {
                var session = await db.TrainingSessions.SingleAsync(s => s.Id == id, ct);
                var seats = await db.TrainingSeats.Where(t => t.SessionId == id).OrderBy(t => t.Id).Skip(1).Take(3).ToListAsync(ct);
                foreach (var (seat, i) in seats.Select((s, i) => (s, i)))
                {
                    Must(seat.Ask(i == 0 ? "لدي موعد طبي محدد في اليوم الأول." : "أشرف على مراقبة مستمرة للقسم في اليوم نفسه.", session.StartsOn, asked, At(asked)));
                    await desk.Tell(session, seat, "asked", ct);
                    if (i == 0)
                        continue;
                    Must(seat.Decide(i == 1, i == 1 ? "عذر مقبول، وستستدعون إلى الدورة المقبلة." : "يمكن تأجيل المراقبة المستمرة بتنسيق مع رئيس المؤسسة.", Officer.Id, At(asked).AddHours(3)));
                    await desk.Tell(session, seat, i == 1 ? "excused" : "kept", ct);
                }
            }, ct);
        }

        public async Task CalledOff(string ar, string fr, IReadOnlyList<DateOnly> days, IReadOnlyList<SeededEmployee> people, CancellationToken ct)
        {
            var id = await Convene(ar, fr, days, people, ct);
            await Within(At(Today.AddDays(-1)), async (db, desk) =>
            {
                var session = await db.TrainingSessions.Include(s => s.Days).SingleAsync(s => s.Id == id, ct);
                Must(session.Cancel("تعذر حضور المؤطر، وستبرمج الدورة من جديد.", At(Today.AddDays(-1))));
                foreach (var seat in await db.TrainingSeats.Where(t => t.SessionId == id).OrderBy(t => t.Id).ToListAsync(ct))
                {
                    seat.Cancel();
                    await desk.Tell(session, seat, "cancelled", ct);
                }
            }, ct);
        }

        private Task Call(long session, DateOnly on, Func<int, bool> isHere, CancellationToken ct) => Within(At(on), async (db, _) =>
        {
            var day = await db.TrainingDays.SingleAsync(d => d.SessionId == session && d.Day == on, ct);
            day.Call(Trainer.Id, At(on));
            var seats = await db.TrainingSeats.Where(t => t.SessionId == session).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct);
            db.TrainingPresences.AddRange(seats.Select((seat, i) => new TrainingPresence { DayId = day.Id, SeatId = seat, IsPresent = isHere(i) }));
            await db.SaveChangesAsync(ct);
        }, ct);

        private static DateTime At(DateOnly day) => MoroccanHour.Utc(day, new TimeOnly(9, 30));

        private static void Must(Infrastructure.Messaging.Refusal? refusal)
        {
            if (refusal is not null)
                throw new InvalidOperationException($"The demo's training session was refused: {refusal.Reason.Key}");
        }

        private async Task Within(DateTime at, Func<MassarDb, TrainingDesk, Task> work, CancellationToken ct)
        {
            await using var scope = Seeding.Services.CreateAsyncScope();
            var services = scope.ServiceProvider;
            var clock = new Then(at);
            var desk = ActivatorUtilities.CreateInstance<TrainingDesk>(services, clock, ActivatorUtilities.CreateInstance<RegisterDesk>(services, clock));
            await services.GetRequiredService<UnitOfWork>().Run("Training.Seed", _ => work(services.GetRequiredService<MassarDb>(), desk), ct);
        }
    }
}
