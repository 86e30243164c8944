using Massar.Features.Accounts;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference;
using Massar.Features.StaffPapers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffPapers;

/// <summary>Papers really drawn and sealed for the well-known employee and some colleagues of the directorate; two wait for a card number,
/// and six waited for one within the year, so that a date can be expected.</summary>
public sealed class Seed : ISeed
{
    private const int Issued = 8;
    private const int Waited = 6;
    private const int Blocked = 2;

    public int Order => 155;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var draw = seeding.Draw("staff-papers");
        var manager = accounts.Demo(Roles.HrManager);
        var shown = accounts.Demo(Roles.Employee).EmployeeId!.Value;
        var directorate = employees.Employee(shown).PlacePath;
        var colleagues = draw.Shuffle(employees.Staff.Where(e => e.Id != shown && e.Role == Roles.Teacher && e.PlacePath.StartsWith(directorate, StringComparison.Ordinal) && accounts.OfEmployee(e.Id) is not null)).Select(e => e.Id).ToList();

        var (desk, sealer) = (seeding.Services.GetRequiredService<StaffPaperDesk>(), seeding.Services.GetRequiredService<Sealer>());
        var now = years.Today.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);
        var last = new Dictionary<(int Place, string Kind, int Year), int>();
        var (papers, documents, contents) = (new List<StaffPaper>(), new List<IssuedDocument>(), new List<DocumentContent>());
        var id = await seeding.Db.IssuedDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0;
        long[] people = [shown, shown, .. colleagues.Take(Issued - 2)];
        for (var i = 0; i < people.Length; i++)
        {
            var at = now.AddDays(-3 * (people.Length - i));
            if (await seeding.Db.StaffRecordOf(people[i], at, ct) is not { HasLeft: false } record || record.Problems().Count > 0) continue;
            var kind = i % 2 == 0 ? StaffPaperKind.WorkCertificate : StaffPaperKind.SituationStatement;
            var register = (record.Office.Id, StaffPaperDesk.RegisterOf(kind), MoroccanDay.Of(at).Year);
            var content = desk.Describe(record, kind, last[register] = last.GetValueOrDefault(register) + 1, register.Year, DocumentCode.From(n => draw.Number(n - 1)), at);
            var file = await desk.Print(content, record, ct);
            documents.Add(new DocumentDraft(record.Office.Id, register.Item2, register.Year, content.Number, content.Code, content.Facts(), at) { EmployeeId = people[i] }.Enter(file, sealer, ++id));
            contents.Add(new DocumentContent { DocumentId = id, Bytes = file });
            var isCounter = i > 1 && i % 3 == 0;
            // The last ones waited for their file, two days each.
            var waited = people.Length - i <= Waited ? 2 : 0;
            var paper = Paper(record, kind, at.AddDays(-waited), isCounter ? manager.Id : accounts.OfEmployee(people[i])!.Id, isCounter);
            if (waited > 0) paper.Block([StaffPaperProblem.Cin]);
            paper.Issue(id, at);
            papers.Add(paper);
        }

        foreach (var person in colleagues.Skip(Issued).Take(Blocked))
        {
            await seeding.Db.Employees.Where(e => e.Id == person).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, ""), ct);
            if (await seeding.Db.StaffRecordOf(person, now, ct) is not { } record) continue;
            var paper = Paper(record, StaffPaperKind.WorkCertificate, now.AddDays(-1), accounts.OfEmployee(person)!.Id, isCounter: false);
            paper.Block([StaffPaperProblem.Cin]);
            papers.Add(paper);
        }

        await seeding.Insert(documents, ct);
        await seeding.Insert(contents, ct);
        await seeding.Insert([.. last.Select(r => new DocumentRegister { PlaceId = r.Key.Place, Kind = r.Key.Kind, Year = r.Key.Year, Last = r.Value })], ct);
        await seeding.Insert(papers, ct);

        StaffPaper Paper(StaffRecord record, StaffPaperKind kind, DateTime at, long by, bool isCounter) => new()
        {
            Id = seeding.NextId<StaffPaper>(),
            EmployeeId = record.Employee.Id,
            PlaceId = record.Office.Id,
            PlacePath = record.Office.Path,
            Kind = kind,
            AskedAt = at,
            AskedOn = MoroccanDay.Of(at),
            AskedByAccountId = by,
            IsCounter = isCounter,
            LiveKey = StaffPaper.KeyOf(record.Employee.Id, kind, MoroccanDay.Of(at)),
        };
    }
}
