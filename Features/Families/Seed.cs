using Massar.Features.Accounts;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees;
using Massar.Features.Families.Domain;
using Massar.Features.Files.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Families;

/// <summary>Decisions about families that their signatory signs, once they are written.</summary>
internal sealed record FamiliesToSign(IReadOnlyList<(long Decision, DecisionActor Signatory)> Decisions);

/// <summary>Signs them by the same code as people do: drawn, numbered, told and paid.</summary>
public sealed class SeedSignature : ISeed
{
    public int Order => 164;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var before = Acting.Now;
        foreach (var (decision, signatory) in seeding.Of<FamiliesToSign>().Decisions)
            await SeedSignatures.Sign(seeding, decision, signatory, 1, null, ct);
        Acting.Now = before;
    }
}

/// <summary>Declarations of colleagues at the school of the well-known head, one at each stage up to the signed decision; the well-known teacher has to bring a paper.</summary>
public sealed class Seed : ISeed
{
    private static readonly string[] Names = ["آدم", "سلمى", "يحيى", "مريم", "إلياس", "هبة", "أنس"];

    /// <summary>After the other decisions.</summary>
    public int Order => 163;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, staff, accounts, db) = (seeding.Of<SeededYears>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>(), seeding.Db);
        var (today, head, office, teacher) = (years.Today, accounts.Demo(Roles.Head), accounts.Demo(Roles.HrManager), accounts.Demo(Roles.Teacher));
        var book = await FamilyBook.Current(db, ct);
        var paper = await DemoPaper.Draw(seeding, "نسخة موجزة من رسم الولادة", "Extrait d'acte de naissance", ct);
        var draw = seeding.Draw("family papers");
        List<long> colleagues = [.. staff.At(head.PlaceId, Roles.Teacher).Select(e => e.Id).Where(id => id != teacher.EmployeeId && accounts.OfEmployee(id) is not null).Take(Names.Length - 1)];
        var decided = new List<(FamilyEvent Event, int Target)>();
        for (var i = 0; i < colleagues.Count; i++)
        {
            var declaration = await Declare(colleagues[i], FamilyEventKind.Birth, today.AddDays(-70 - i * 11), Names[i], today.AddDays(-9 - i));
            if (i == 1)
                await Return(declaration, "NOT_PAID_ELSEWHERE", today.AddDays(-3));
            else if (i == 5)
            {
                _ = declaration.Refuse("الرسم المدلى به يخص شخصا آخر", At(today.AddDays(-2)));
                Note(declaration, "refused", office, today.AddDays(-2), declaration.Answer);
            }
            else if (i >= 2)
            {
                _ = declaration.Enter(null, At(today.AddDays(-2)));
                var employee = await db.Employees.SingleAsync(e => e.Id == declaration.EmployeeId, ct);
                await FamilyEntry.Write(db, declaration, employee, today, At(today.AddDays(-2)), ct);
                Note(declaration, "entered", office, today.AddDays(-2));
                if (i > 2)
                    decided.Add((declaration, i == 3 ? 3 : 5));
            }
        }

        await Return(await Declare(teacher.EmployeeId!.Value, FamilyEventKind.Birth, today.AddDays(-25), Names[^1], today.AddDays(-12)), "BIRTH_EXTRACT", today.AddDays(-6));
        await db.SaveChangesAsync(ct);
        await Decide();

        async Task<FamilyEvent> Declare(long employee, FamilyEventKind kind, DateOnly on, string child, DateOnly day)
        {
            var (person, account) = (staff.Employee(employee), accounts.OfEmployee(employee)!);
            var declaration = new FamilyEvent
            {
                EmployeeId = employee,
                PlaceId = person.PlaceId,
                PlacePath = person.PlacePath,
                Kind = kind,
                HappenedOn = on,
                ChildNameAr = child,
                DeclaredAt = At(day),
                DeclaredByAccountId = account.Id,
            };
            declaration.Begin(At(day));
            db.FamilyEvents.Add(declaration);
            await db.SaveChangesAsync(ct);
            foreach (var rule in book.Of(kind))
            {
                var file = StoredFile.Of(FileKind.Evidence, "application/pdf", paper, At(day), draw.Guid());
                db.StoredFiles.Add(file);
                await db.SaveChangesAsync(ct);
                db.FamilyPapers.Add(new FamilyPaper { EventId = declaration.Id, Code = rule.Code, FileId = file.Id, At = At(day) });
            }

            Note(declaration, "declared", account, day);
            return declaration;
        }

        async Task Return(FamilyEvent declaration, string code, DateOnly day)
        {
            _ = declaration.Return(code, today.AddDays(book.PaperDays - 5), null, At(day));
            Note(declaration, "missing", office, day);
            await db.SaveChangesAsync(ct);
            await db.FamilyPapers.Where(p => p.EventId == declaration.Id && p.Code == code).ExecuteDeleteAsync(ct);
        }

        // One is in visa, one waits for the signature that follows.
        async Task Decide()
        {
            seeding.Share(new FamiliesToSign([]));
            var path = office.PlacePath;
            if (seeding.Of<DecisionChains>().ByDirectorate.GetValueOrDefault(office.PlaceId) is not { } chain)
                return;
            var kind = DecisionKinds.Find(FamilyAllowance.KindCode)!;
            var procedure = await db.DecisionProcedures.AsNoTracking().Include(p => p.Steps).SingleAsync(p => p.Kind == kind.Code, ct);
            var reader = new CaseReader(db, seeding.Services.GetRequiredService<TimeProvider>());
            var decisions = new List<Decision>();
            var toSign = new List<Decision>();
            foreach (var (declaration, target) in decided)
            {
                var one = declaration.Id;
                if ((await reader.Families(db.FamilyEvents.Where(e => e.Id == one), 0, 1, ct)).SingleOrDefault() is not { } judged || !kind.Judge(judged).All(g => g.Holds))
                    continue;
                var decision = kind.Draft(judged, procedure, (office.PlaceId, path), chain[Roles.HrManager].AccountId, At(today.AddDays(-60)), seeding.NextId<Decision>());
                Decisions.Seed.Walk(decision, procedure, chain, target, draw, today, isDemo: false, leastWait: 2, isAhead: true);
                declaration.DecisionId = decision.Id;
                decisions.Add(decision);
                if (target == 5)
                    toSign.Add(decision);
            }

            await seeding.Insert(decisions, ct);
            var last = await db.DecisionVisas.MaxAsync(v => v.Id, ct);
            await seeding.Insert(Decisions.Seed.Acts(decisions, () => ++last), ct);
            await db.SaveChangesAsync(ct);
            seeding.Share(new FamiliesToSign([.. toSign.Select(d => (d.Id, chain[Roles.Signatory]))]));
        }

        void Note(FamilyEvent declaration, string what, SeededAccount by, DateOnly day, string? remark = null) =>
            db.FamilyNotes.Add(new FamilyNote { EventId = declaration.Id, At = At(day), What = what, Role = by.Role, PlaceId = by.PlaceId, Remark = remark });
    }

    private static DateTime At(DateOnly day) => MoroccanHour.Utc(day, new TimeOnly(8, 0));
}
