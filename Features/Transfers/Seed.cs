using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers;

/// <summary>
/// The moves of this autumn as finished transfers with their sealed certificates, and at the school of the well-known head one in each live
/// state. A demo of one school has nobody to send a pupil to, and gets none.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Finished = 8;
    private static readonly string[] Why = ["MOVE", "WORK", "FAMILY", "BOARDING"];

    public int Order => 137;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, classes, enrollments, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededAccounts>());
        if (schools.Schools.Count < 2)
            return;
        var world = new World(seeding, years, schools, accounts, seeding.Draw("transfers"), await TransferRules.Of(seeding.Db, years.Current.Id, ct));
        await PlantFinished(world, ct);
        PlantLive(world, classes, enrollments);

        await seeding.Insert(world.Transfers, ct);
        await seeding.Insert(world.Events, ct);
        await seeding.Insert(world.Looks, ct);
        await seeding.Insert(world.Work, ct);
    }

    // The seed of enrollments has children who came in the first weeks: these are their cases.
    private static async Task PlantFinished(World world, CancellationToken ct)
    {
        var (db, year, home) = (world.Seeding.Db, world.Years.Current.Id, world.Home);
        var arrived = await (
            from after in db.Enrollments
            where after.SchoolYearId == year && after.Kind == EnrollmentKind.TransferredIn && after.State == EnrollmentState.Active
            join before in db.Enrollments on new { after.PupilId, after.SchoolYearId } equals new { before.PupilId, before.SchoolYearId }
            where before.SchoolId != after.SchoolId && before.State == EnrollmentState.Left
            orderby after.SchoolId == home ? 0 : before.SchoolId == home ? 1 : 2, after.Id
            select new { after, before }).AsNoTracking().Take(Finished).ToListAsync(ct);

        var (desk, address, sealer, options) = (world.Get<DepartureDesk>(), world.Get<VerificationAddress>(), world.Get<Sealer>(), world.Get<PdfOptions>());
        var document = await db.IssuedDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0;
        var numbers = new Dictionary<(int Place, int Year), int>();
        var documents = new List<IssuedDocument>();
        var contents = new List<DocumentContent>();
        foreach (var (move, i) in arrived.OrderBy(a => a.after.EnteredOn).ThenBy(a => a.after.Id).Select((a, i) => (a, i)))
        {
            var day = move.after.EnteredOn;
            // As a transfer does it: out of one list and into the other on one day.
            await db.Enrollments.Where(e => e.Id == move.before.Id).ExecuteUpdateAsync(s => s.SetProperty(e => e.LeftOn, day), ct);
            var transfer = world.Begin(move.after.PupilId, move.before.Id, move.before.SchoolId, move.after.SchoolId, move.after.LevelCode, move.after.StreamCode, TransferOrigin.Receiver, Why[i % Why.Length], day.AddDays(-4));
            transfer.Note(new Checklist(true, i % 3 != 0, i % 4 == 1 ? "3 كتب مدرسية" : null, null));
            world.Step(transfer, TransferState.Ready, "agreed", Roles.Head, transfer.FromSchoolId, day.AddDays(-2));
            _ = transfer.Join(day, World.At(day, 10), world.Rules);
            world.Note(transfer, "joined", Roles.Head, transfer.ToSchoolId, World.At(day, 10), null);
            transfer.NewEnrollmentId = move.after.Id;

            var number = numbers[(transfer.FromSchoolId, day.Year)] = numbers.GetValueOrDefault((transfer.FromSchoolId, day.Year)) + 1;
            var code = DocumentCode.From(below => world.Draw.Number(below - 1));
            var content = await desk.Describe(transfer, new PaperIdentity(number, day.Year, code, address.Of(code), World.At(day, 10), day, options.Demo), ct);
            var file = await desk.Print(content, ct);
            transfer.DocumentId = ++document;
            documents.Add(new DocumentDraft(transfer.FromSchoolId, DepartureDesk.Kind, day.Year, number, code, content.Facts(), World.At(day, 10)) { PupilId = transfer.PupilId }.Enter(file, sealer, document));
            contents.Add(new DocumentContent { DocumentId = document, Bytes = file });
        }

        await world.Seeding.Insert(documents, ct);
        await world.Seeding.Insert(contents, ct);
        await world.Seeding.Insert([.. numbers.Select(n => new DocumentRegister { PlaceId = n.Key.Place, Kind = DepartureDesk.Kind, Year = n.Key.Year, Last = n.Value })], ct);
    }

    private static void PlantLive(World world, SeededClasses classes, SeededEnrollments enrollments)
    {
        var now = classes.Of(world.Years.Current.Id).OrderBy(c => c.Id).ToList();
        // The well-known head's school where another one teaches its levels, or else the first school of which that is true.
        var shared = now.GroupBy(c => (c.LevelCode, c.StreamCode)).Where(g => g.DistinctBy(c => c.SchoolId).Count() > 1).Select(g => g.Key).ToHashSet();
        if (now.Where(c => shared.Contains((c.LevelCode, c.StreamCode))).OrderByDescending(c => c.SchoolId == world.Home).FirstOrDefault()?.SchoolId is not { } home)
            return;
        var here = now.Where(c => c.SchoolId == home && shared.Contains((c.LevelCode, c.StreamCode))).ToList();
        var taught = here.Select(c => (c.LevelCode, c.StreamCode)).ToHashSet();
        var there = now.Where(c => c.SchoolId != home && taught.Contains((c.LevelCode, c.StreamCode))).ToList();

        var known = world.Accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).Select(a => a.PupilId).ToHashSet();
        var used = new HashSet<long>();
        var today = world.Years.Today;
        var coming = world.Draw.Shuffle(there).Take(5).ToList();

        // One in each state where something is to be done, the first ones by the well-known head.
        if (Take(coming, 0) is { } wanted)
            world.Begin(wanted.Pupil, wanted.Line, wanted.Class.SchoolId, home, wanted.Class.LevelCode, wanted.Class.StreamCode, TransferOrigin.Receiver, "MOVE", Back(today, 1));
        if (Leaving() is { } leaving)
            world.Begin(leaving.Pupil, leaving.Line, home, leaving.To, leaving.Class.LevelCode, leaving.Class.StreamCode, TransferOrigin.Receiver, "WORK", Back(today, 2));
        if (Take(coming, 1) is { } ready)
        {
            var transfer = world.Begin(ready.Pupil, ready.Line, ready.Class.SchoolId, home, ready.Class.LevelCode, ready.Class.StreamCode, TransferOrigin.Receiver, "FAMILY", Back(today, 5));
            transfer.Note(new Checklist(true, true, null, "واجبات التأمين المدرسي"));
            world.Step(transfer, TransferState.Ready, "agreed", Roles.Head, ready.Class.SchoolId, Back(today, 3));
        }

        if (Take(coming, 2) is { } objected)
        {
            var transfer = world.Begin(objected.Pupil, objected.Line, objected.Class.SchoolId, home, objected.Class.LevelCode, objected.Class.StreamCode, TransferOrigin.Receiver, "OTHER", Back(today, 6));
            transfer.Objection = "لم يقدم ولي الأمر ما يثبت تغيير السكنى";
            world.Step(transfer, TransferState.Objected, "objected", Roles.Head, objected.Class.SchoolId, Back(today, 4), transfer.Objection);
        }

        if (Take(coming, 3) is { } silent)
            world.Step(world.Begin(silent.Pupil, silent.Line, silent.Class.SchoolId, home, silent.Class.LevelCode, silent.Class.StreamCode, TransferOrigin.Receiver, "BOARDING", Back(today, 8)),
                TransferState.Escalated, "escalated", null, silent.Class.SchoolId, Back(today, 2));

        (SeededClass Class, long Pupil, long Line)? Take(List<SeededClass> from, int index)
        {
            var chosen = from[index % from.Count];
            var seat = enrollments.In(chosen.Id).Where(e => e.LeftOn is null && !known.Contains(e.PupilId)).Select(e => (SeededEnrollment?)e).FirstOrDefault(e => used.Add(e!.PupilId));
            return seat is null ? null : (chosen, seat.PupilId, seat.Id);
        }

        (SeededClass Class, long Pupil, long Line, int To)? Leaving()
        {
            var own = here[0];
            return Take([own], 0) is { } seat ? (own, seat.Pupil, seat.Line, there.First(t => (t.LevelCode, t.StreamCode) == (own.LevelCode, own.StreamCode)).SchoolId) : null;
        }
    }

    // So many working days ago, weekends left out.
    private static DateOnly Back(DateOnly day, int count)
    {
        while (count > 0)
        {
            day = day.AddDays(-1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                count--;
        }

        return day;
    }

    /// <summary>What is planted, and what it is planted in.</summary>
    private sealed record World(Seeding Seeding, SeededYears Years, SeededSchools Schools, SeededAccounts Accounts, Bogus.Randomizer Draw, TransferRules Rules)
    {
        private readonly Dictionary<int, long> heads = Accounts.Of(Roles.Head).GroupBy(a => a.PlaceId).ToDictionary(g => g.Key, g => g.First().Id);

        public int Home { get; } = Accounts.Demo(Roles.Head).PlaceId;

        public List<Transfer> Transfers { get; } = [];

        public List<TransferEvent> Events { get; } = [];

        public List<PupilLook> Looks { get; } = [];

        public List<WorkItem> Work { get; } = [];

        public T Get<T>() where T : notnull => Seeding.Services.GetRequiredService<T>();

        public static DateTime At(DateOnly day, int hour) => MoroccanHour.Utc(day, new TimeOnly(hour, 0));

        public Transfer Begin(long pupil, long line, int from, int to, string level, string stream, TransferOrigin origin, string reason, DateOnly day)
        {
            var (sender, receiver) = (Schools.School(from), Schools.School(to));
            var asker = origin == TransferOrigin.Sender ? from : to;
            var transfer = new Transfer
            {
                Id = Seeding.NextId<Transfer>(),
                PupilId = pupil,
                SchoolYearId = Years.Current.Id,
                EnrollmentId = line,
                FromSchoolId = from,
                FromDirectorateId = sender.Directorate.Id,
                ToSchoolId = to,
                ToDirectorateId = receiver.Directorate.Id,
                LevelCode = level,
                StreamCode = stream,
                KindCode = TransferKinds.Of(sender.IsPublic, receiver.IsPublic, sender.Directorate.Id == receiver.Directorate.Id, sender.Directorate.ParentId == receiver.Directorate.ParentId),
                ReasonCode = reason,
                AskedBy = origin,
                AskedByAccountId = HeadOf(asker),
                AskedAt = At(day, 9),
            };
            transfer.Begin(At(day, 9), Rules);
            Transfers.Add(transfer);
            // Who asks for a pupil of another school has looked the child up before.
            if (origin == TransferOrigin.Receiver)
                Looks.Add(new PupilLook { Id = Seeding.NextId<PupilLook>(), PupilId = pupil, PlaceId = to, AccountId = HeadOf(to), At = At(day, 9).AddMinutes(-3) });
            Note(transfer, "asked", Roles.Head, asker, At(day, 9), null);
            Watch(transfer);
            return transfer;
        }

        public void Step(Transfer transfer, TransferState state, string what, string? role, int place, DateOnly day, string? remark = null)
        {
            if (transfer.Become(state, At(day, 11), Rules) is not null)
                throw new InvalidOperationException($"A transfer cannot become {state}.");
            Note(transfer, what, role, place, At(day, 11), remark);
            Watch(transfer);
        }

        public void Note(Transfer transfer, string what, string? role, int place, DateTime at, string? remark) => Events.Add(new TransferEvent
        {
            Id = Seeding.NextId<TransferEvent>(),
            TransferId = transfer.Id,
            At = at,
            What = what,
            State = transfer.State,
            Role = role,
            AccountId = role is null ? null : HeadOf(place),
            PlaceId = place,
            Remark = remark,
        });

        // Time goes on in the demo too: who stays silent is passed over, who does not come is looked for.
        private void Watch(Transfer transfer)
        {
            Work.RemoveAll(w => w.Payload.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{transfer.Id}/"), StringComparison.Ordinal));
            if (transfer.DueOn is { } due && due >= Years.Today)
                Work.Add(new WorkItem
                {
                    Id = Seeding.NextId<WorkItem>(),
                    Kind = TransferClockWork.Kind,
                    Key = TransferClockWork.KeyOf(transfer.Id, transfer.State),
                    Payload = TransferClockWork.PayloadOf(transfer.Id, transfer.State),
                    RunAfter = TransferRules.Alarm(due),
                    CreatedAt = transfer.StateSince,
                });
        }

        private long HeadOf(int school) => heads.TryGetValue(school, out var head) ? head : Accounts.Demo(Roles.Head).Id;
    }
}
