using Bogus;
using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Files.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Leaves;

/// <summary>
/// Leaves of the well-known teacher and of the colleagues at the school of the well-known head: one in each state, somebody away today, a
/// return nobody recorded, and one request for an explanation that waits for its answer.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Colleagues = 6;

    public int Order => 158;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, staff, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var (today, book) = (years.Today, await LeaveBook.Current(seeding.Db, ct));
        var (head, office, teacher) = (accounts.Demo(Roles.Head), accounts.Demo(Roles.HrManager), accounts.Demo(Roles.Teacher));
        var drawn = await DemoPaper.Draw(seeding, "شهادة طبية", "Certificat médical", ct, "يشهد الطبيب أن المعني بالأمر في حاجة إلى الراحة.", "Repos.");
        var papers = seeding.Draw("leave papers");
        var world = new World(seeding, book, staff, accounts, head, office, today, drawn, papers);

        var known = teacher.EmployeeId!.Value;
        await world.Granted(known, "SICK_SHORT", today.AddDays(-40), 4, endedOn: today.AddDays(-36), ct);
        world.Ask(known, "EXCEPTIONAL_FAMILY", today.AddDays(9), 2);

        List<long> colleagues = [.. staff.At(head.PlaceId, Roles.Teacher).Select(e => e.Id).Where(id => id != known && accounts.OfEmployee(id) is not null).Take(Colleagues)];
        for (var i = 0; i < colleagues.Count; i++)
        {
            var id = colleagues[i];
            switch (i)
            {
                case 0: // away now, with lessons to cover
                    await world.Granted(id, "SICK_SHORT", today.AddDays(-1), 10, endedOn: null, ct);
                    break;
                case 1: // was away without salary, which no decision has said yet; and waits for the head, certificate still to come
                    await world.Granted(id, "UNPAID", today.AddDays(-60), 12, endedOn: today.AddDays(-48), ct);
                    world.Ask(id, "SICK_SHORT", today, 3);
                    break;
                case 2: // the head gave an opinion, the directorate decides
                    var forwarded = await world.WithPaper(id, "PATERNITY", "MATERNITY", today.AddDays(6), 15, ct);
                    _ = forwarded.Forward(true, world.At(today.AddDays(-1)));
                    world.Note(forwarded, "favorable", head, today.AddDays(-1));
                    break;
                case 3: // a doctor has to see the person
                    var checking = await world.WithPaper(id, "SICK_SHORT", "SICK_SHORT", today.AddDays(-2), 6, ct);
                    _ = checking.Forward(true, world.At(today.AddDays(-1)));
                    world.Note(checking, "favorable", head, today.AddDays(-1));
                    _ = checking.Check(today.AddDays(book.VisitDays), world.At(today));
                    world.Note(checking, "visit", office, today);
                    break;
                case 4: // is over, and nobody said that the person is back
                    await world.Granted(id, "SICK_SHORT", today.AddDays(-9), 5, endedOn: null, ct);
                    break;
                default:
                    var last = default(Leave);
                    for (var n = 0; n < book.FlagCount; n++)
                        last = await world.Granted(id, "SICK_SHORT", today.AddDays(-75 + n * 20), 2, endedOn: today.AddDays(-73 + n * 20), ct);
                    world.Flag(last!);
                    break;
            }
        }

        await seeding.Insert(world.Leaves, ct);
        await seeding.Insert(world.Events, ct);
        await seeding.Insert(world.Flags, ct);
    }

    /// <summary>What is planted, and what it is planted in.</summary>
    private sealed record World(Seeding Seeding, LeaveBook Book, SeededEmployees Staff, SeededAccounts Accounts, SeededAccount Head, SeededAccount Office, DateOnly Today, byte[] Paper, Randomizer Draw)
    {
        public List<Leave> Leaves { get; } = [];

        public List<LeaveEvent> Events { get; } = [];

        public List<LeaveFlag> Flags { get; } = [];

        public DateTime At(DateOnly day) => MoroccanHour.Utc(day, new TimeOnly(8, 0));

        public Leave Ask(long employee, string code, DateOnly from, int days)
        {
            var (person, type) = (Staff.Employee(employee), Book.Types[code]);
            var asked = from < Today ? from : Today;
            var account = Accounts.OfEmployee(employee)!;
            var leave = new Leave
            {
                Id = Seeding.NextId<Leave>(),
                EmployeeId = employee,
                TypeCode = code,
                CountedAs = code,
                PlaceId = person.PlaceId,
                PlacePath = person.PlacePath,
                StartsOn = from,
                EndsOn = Book.Counters.End(type, from, days),
                Days = days,
                IsAbsence = type.IsAbsence,
                IsMedical = type.IsMedical,
                PaperDueOn = LeaveBook.PaperDueOn(type, from, asked, isUrban: true),
                AskedByAccountId = account.Id,
                AskedAt = At(asked),
            };
            leave.Begin(toHead: true, At(asked));
            Leaves.Add(leave);
            Note(leave, "asked", account, asked);
            return leave;
        }

        /// <param name="other">The kind for a person whom the first is not for.</param>
        public async Task<Leave> WithPaper(long employee, string code, string other, DateOnly from, int days, CancellationToken ct)
        {
            var isFor = Book.Types[code].Sex is not { } sex || sex == (Staff.Employee(employee).Sex == Pupils.Domain.Sex.Male ? "M" : "F");
            var leave = Ask(employee, isFor ? code : other, from, days);
            var file = StoredFile.Of(FileKind.Evidence, "application/pdf", Paper, leave.AskedAt, Draw.Guid());
            Seeding.Db.StoredFiles.Add(file);
            await Seeding.Db.SaveChangesAsync(ct);
            leave.HandIn(file.Id, leave.AskedAt);
            return leave;
        }

        public async Task<Leave> Granted(long employee, string code, DateOnly from, int days, DateOnly? endedOn, CancellationToken ct)
        {
            var leave = await WithPaper(employee, code, code, from, days, ct);
            _ = leave.Forward(true, At(from));
            Note(leave, "favorable", Head, from);
            List<LeaveSpan> before = [.. Leaves.Where(l => l.EmployeeId == employee && l != leave).Select(l => new LeaveSpan(l.CountedAs, l.StartsOn, l.LastDay))];
            _ = leave.Grant(Book.Counters.PayOf(Book.Types[code], before, leave.StartsOn, leave.EndsOn), Office.Id, At(from.AddDays(1)));
            Note(leave, "granted", Office, from.AddDays(1));
            if (endedOn is { } back)
            {
                _ = leave.Return(back, Today, At(back));
                Note(leave, "returned", Head, back);
            }

            return leave;
        }

        public void Note(Leave leave, string what, SeededAccount by, DateOnly day) => Events.Add(new LeaveEvent
        {
            Id = Seeding.NextId<LeaveEvent>(),
            LeaveId = leave.Id,
            At = At(day).AddMinutes(Events.Count(e => e.LeaveId == leave.Id)),
            What = what,
            Role = by.Role,
            AccountId = by.Id,
            PlaceId = by.PlaceId,
        });

        public void Flag(Leave leave)
        {
            var (from, to) = Book.FlagYear(leave.StartsOn);
            Flags.Add(new LeaveFlag
            {
                Id = Seeding.NextId<LeaveFlag>(),
                EmployeeId = leave.EmployeeId,
                LeaveId = leave.Id,
                PlaceId = leave.PlaceId,
                PlacePath = leave.PlacePath,
                Count = Book.FlagCount,
                From = from,
                To = to,
                OpenedAt = At(Today.AddDays(-2)),
                ReplyDueOn = Today.AddDays(Book.ReplyDays - 2),
            });
        }
    }
}
