using System.Globalization;
using Massar.Features.Accounts;
using Massar.Features.Reference;
using Massar.Features.Registry.Domain;
using Massar.Features.Schools;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registry;

/// <summary>
/// Changes of the register by the well-known head of service: a school that was renamed, one that was merged into another and closed, one approved
/// for next September, one that waits, and openings that wait and were returned. A demo of one school has the openings alone.
/// </summary>
public sealed class Seed : ISeed
{
    private const int FirstOpened = Reserved.FirstGresa + 4_000;

    public int Order => 138;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var (proposer, decider, home, today) = (accounts.Demo(Roles.HeadOfService), accounts.Demo(Roles.Signatory), schools.Directorate, years.Today);
        var (changes, planned, events, entries, successions, work) = (new List<SchoolChange>(), new List<PlannedSchool>(), new List<SchoolChangeEvent>(), new List<SchoolEntry>(), new List<SchoolSuccession>(), new List<WorkItem>());
        var (places, rows) = (new List<Place>(), new List<School>());
        var autumn = new DateOnly(years.Current.Id, 9, 1);
        var own = schools.Schools.Where(s => s.Directorate.Id == home.Id && s.IsPublic).ToList();
        var communes = schools.Communes.Where(c => c.ParentId == home.Id).ToList();

        if (own.Count > 3)
        {
            // Renamed last autumn, and called so since.
            var renamed = own[1];
            var change = Add(ChangeKind.Rename, renamed.Id, autumn.AddYears(-1), autumn.AddYears(-1).AddDays(-40), "م.أ 118", (renamed.Place.NameAr, renamed.Place.NameFr), was: ($"{renamed.Place.NameAr} القديمة", $"Ancienne {renamed.Place.NameFr}"), parent: renamed.Commune.Id);
            Decide(change, ChangeState.Applied, autumn.AddYears(-1).AddDays(-20), "مطابق لقرار التسمية");
            entries.Add(Entry(renamed.Place, SchoolEntry.Always, change.WasNameAr!, change.WasNameFr!, true, null, change.ProposedAt));
            entries.Add(Entry(renamed.Place, change.EffectiveOn, change.NameAr!, change.NameFr!, true, change.Id, change.ProposedAt));

            // A small school that went into another one last summer.
            var into = own[2];
            var id = await seeding.Db.Places.MaxAsync(p => p.Id, ct) + 1;
            var code = GresaCode.Of(FirstOpened).Value;
            var closed = new SeededPlace(id, PlaceKind.School, code, "مدرسة الياسمين الابتدائية", "École primaire Al Yasmine", into.Commune.Id, string.Create(CultureInfo.InvariantCulture, $"{into.Commune.Path}{id}/"));
            places.Add(new Place { Id = id, Kind = closed.Kind, Code = code, NameAr = closed.NameAr, NameFr = closed.NameFr, ParentId = closed.ParentId, Path = closed.Path });
            rows.Add(new School { Id = id, GresaCode = code, Cycles = string.Join(';', into.Cycles), Nature = into.Nature, IsPublic = true, IsUrban = into.IsUrban, ClosedOn = autumn.AddDays(-1) });
            var merged = Add(ChangeKind.Merge, id, autumn, autumn.AddDays(-90), "م.أ 204", null, was: (closed.NameAr, closed.NameFr), parent: into.Commune.Id, into: into.Id);
            Decide(merged, ChangeState.Approved, autumn.AddDays(-70), null);
            Step(merged, ChangeState.Applied, null, autumn.ToDateTime(new TimeOnly(0, 5), DateTimeKind.Utc), null);
            entries.Add(Entry(closed, SchoolEntry.Always, closed.NameAr, closed.NameFr, true, null, merged.ProposedAt));
            entries.Add(Entry(closed, autumn, closed.NameAr, closed.NameFr, false, merged.Id, merged.ProposedAt));
            successions.Add(new SchoolSuccession { Id = seeding.NextId<SchoolSuccession>(), FromId = id, ToId = into.Id, On = autumn, ChangeId = merged.Id });

            var waiting = own[3];
            Add(ChangeKind.Rename, waiting.Id, today.AddDays(30), today.AddDays(-2), "م.إ 37", ($"{waiting.Place.NameAr} الجديدة", $"{waiting.Place.NameFr} Al Jadida"), was: (waiting.Place.NameAr, waiting.Place.NameFr), parent: waiting.Commune.Id);

            if (communes.Find(c => c.Id != own[0].Commune.Id) is { } commune)
            {
                var moving = Add(ChangeKind.Move, own[0].Id, autumn.AddYears(1), today.AddDays(-12), "م.إ 31", null, was: (own[0].Place.NameAr, own[0].Place.NameFr), parent: own[0].Commune.Id, commune: commune.Id);
                Decide(moving, ChangeState.Approved, today.AddDays(-5), null);
                work.Add(new WorkItem { Id = seeding.NextId<WorkItem>(), Kind = ApplyChangeWork.Kind, Key = ApplyChangeWork.KeyOf(moving.Id), Payload = ApplyChangeWork.PayloadOf(moving.Id), RunAfter = moving.EffectiveOn.ToDateTime(new TimeOnly(0, 5), DateTimeKind.Utc), CreatedAt = moving.ProposedAt });
            }
        }

        Plan(Add(ChangeKind.Open, null, autumn.AddYears(1), today.AddDays(-1), "م.إ 40", null), 1, "مدرسة الربيع الابتدائية", "École primaire Errabii", "AUTONOMOUS_PRIMARY", "PRI");
        var returned = Add(ChangeKind.Open, null, autumn.AddYears(1), today.AddDays(-9), "م.إ 33", null);
        Plan(returned, 2, "إعدادية المنار", "Collège Al Manar", "COLLEGE", "COL");
        Decide(returned, ChangeState.Returned, today.AddDays(-6), "ينقص عنوان المؤسسة ورقم هاتفها");
        planned[^1].LiveCode = null;

        await seeding.Insert(places, ct);
        await seeding.Insert(rows, ct);
        await seeding.Insert(changes, ct);
        await seeding.Insert(planned, ct);
        await seeding.Insert(events, ct);
        await seeding.Insert(entries, ct);
        await seeding.Insert(successions, ct);
        await seeding.Insert(work, ct);

        SchoolChange Add(ChangeKind kind, int? school, DateOnly day, DateOnly on, string reference, (string Ar, string Fr)? names, (string Ar, string Fr)? was = null, int? parent = null, int? commune = null, int? into = null)
        {
            var change = new SchoolChange
            {
                Id = seeding.NextId<SchoolChange>(),
                Kind = kind,
                PlaceId = home.Id,
                AcademyId = schools.Academy.Id,
                SchoolId = school,
                EffectiveOn = day,
                NameAr = names?.Ar,
                NameFr = names?.Fr,
                CommuneId = commune,
                IntoSchoolId = into,
                WasNameAr = was?.Ar,
                WasNameFr = was?.Fr,
                WasParentId = parent,
                Reference = reference,
                DocumentOn = on.AddDays(-4),
                ProposedByAccountId = proposer.Id,
                ProposedAt = on.ToDateTime(new TimeOnly(10, 15), DateTimeKind.Utc),
            }.Begin();
            changes.Add(change);
            Step(change, ChangeState.Proposed, proposer.Id, change.ProposedAt, null);
            return change;
        }

        void Decide(SchoolChange change, ChangeState state, DateOnly on, string? remark) => Step(change, state, decider.Id, on.ToDateTime(new TimeOnly(11, 40), DateTimeKind.Utc), remark);

        void Step(SchoolChange change, ChangeState state, long? account, DateTime at, string? remark)
        {
            if (state != ChangeState.Proposed)
                _ = change.Become(state);
            events.Add(new SchoolChangeEvent { Id = seeding.NextId<SchoolChangeEvent>(), ChangeId = change.Id, PlaceId = home.Id, At = at, State = state, AccountId = account, Remark = remark });
        }

        void Plan(SchoolChange change, int number, string ar, string fr, string nature, string cycles)
        {
            var code = GresaCode.Of(FirstOpened + number).Value;
            planned.Add(new PlannedSchool
            {
                Id = seeding.NextId<PlannedSchool>(),
                ChangeId = change.Id,
                Order = 1,
                GresaCode = code,
                LiveCode = code,
                NameAr = ar,
                NameFr = fr,
                Nature = nature,
                Cycles = cycles,
                IsPublic = true,
                IsUrban = true,
                ParentId = communes[0].Id,
                AddressAr = number == 1 ? "حي الربيع" : null,
                FirstYearSeats = cycles == "PRI" ? 45 : 0,
            });
        }

        SchoolEntry Entry(SeededPlace place, DateOnly from, string ar, string fr, bool isOpen, long? change, DateTime at) =>
            new() { Id = seeding.NextId<SchoolEntry>(), SchoolId = place.Id, StartsOn = from, NameAr = ar, NameFr = fr, ParentId = place.ParentId!.Value, IsOpen = isOpen, ChangeId = change, WrittenAt = at };
    }
}
