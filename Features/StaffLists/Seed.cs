using System.Globalization;
using System.Text.Json;
using Massar.Features.Accounts;
using Massar.Features.Employees;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffLists;

/// <summary>At the well-known human resources manager's directorate a list of yesterday that waits, with something of every kind in it.</summary>
public sealed class Seed : ISeed
{
    /// <summary>Numbers nobody of the demo has: far behind the last of its staff.</summary>
    private const long FirstStranger = 880_001;

    public int Order => 169;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, manager) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>().Demo(Roles.HrManager));
        var here = schools.Schools.Where(s => s.Place.Path.StartsWith(manager.PlacePath, StringComparison.Ordinal)).OrderBy(s => s.Id).ToList();
        if (here.Count == 0) return;
        var (own, path) = (here[0].Id, manager.PlacePath);
        var known = await seeding.Db.Employees.AsNoTracking().Where(e => e.PlaceId == own && e.DisciplineCode != null).OrderBy(e => e.Id).Take(6).ToListAsync(ct);
        var elsewhere = await seeding.Db.Employees.AsNoTracking().Where(e => !e.PlacePath.StartsWith(path)).OrderBy(e => e.Id).FirstOrDefaultAsync(ct);
        var code = await seeding.Db.Schools.Where(s => s.Id == own).Select(s => s.GresaCode).SingleAsync(ct);
        if (known.Count < 6) return;

        List<Dictionary<StaffColumn, string>> typed =
        [
            Cells(known[0]),
            With(Cells(known[1]), StaffColumn.Phone, "0600009911"),
            Stranger(0, "المريني", "هاجر", "Merini", "Hajar", "F", "14/02/1994", code),
            Stranger(1, "الوزاني", "كريم", "Ouazzani", "Karim", "M", "03/11/1990", code),
            // The same person under another number, a card that was copied wrongly, and what only a decision changes.
            With(Stranger(2, known[2].LastNameAr, known[2].FirstNameAr, known[2].LastNameLatin, known[2].FirstNameLatin, "F", known[2].BirthDate.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), code), StaffColumn.Cin, Reserved.Cin(FirstStranger + 2)),
            With(Cells(known[3]), StaffColumn.Cin, Reserved.Cin(FirstStranger + 3)),
            With(Cells(known[4]), StaffColumn.Echelon, "1"),
            With(Cells(known[5]), StaffColumn.LastNameLatin, known[5].LastNameAr),
            With(Stranger(4, "الشرقي", "سعاد", "Cherki", "Souad", "F", "31/02/1991", code), StaffColumn.School, "12345X"),
            .. elsewhere is null ? [] : (Dictionary<StaffColumn, string>[])[Cells(elsewhere)],
        ];
        var at = years.Today.AddDays(-1).ToDateTime(new TimeOnly(10, 20), DateTimeKind.Utc);
        var list = new StaffList
        {
            Id = (int)seeding.NextId<StaffList>(),
            PlaceId = manager.PlaceId,
            PlacePath = path,
            ByAccountId = manager.Id,
            FileName = "personnel-rentree.xlsx",
            Source = "État du personnel à la rentrée, envoyé par les établissements",
            FileHash = new string('0', 62) + "03",
            ReadAs = "xlsx",
            Ignored = "Observations",
            SentAt = at,
            CheckedAt = at,
            Rows = typed.Count,
        };
        var rows = typed.Select((cells, n) => new StaffListRow { ListId = list.Id, Number = n + 2, Typed = JsonSerializer.Serialize(cells), Fate = StaffFate.Refused }).ToList();
        var verdicts = await new StaffJudge(seeding.Db).Judge(list, rows, user: null, at.AddDays(1), ct);
        foreach (var row in rows) row.Take(verdicts[row.Number]);
        await seeding.Insert([list], ct);
        await seeding.Insert(rows, ct);
    }

    private static Dictionary<StaffColumn, string> Cells(Employee employee) => new()
    {
        [StaffColumn.Ppr] = employee.Ppr,
        [StaffColumn.Cin] = employee.Cin,
        [StaffColumn.LastNameAr] = employee.LastNameAr,
        [StaffColumn.FirstNameAr] = employee.FirstNameAr,
        [StaffColumn.LastNameLatin] = employee.LastNameLatin,
        [StaffColumn.FirstNameLatin] = employee.FirstNameLatin,
        [StaffColumn.BirthDate] = TypedDay.Iso(employee.BirthDate),
    };

    private static Dictionary<StaffColumn, string> Stranger(int n, string lastAr, string firstAr, string last, string first, string sex, string birth, string school) => new()
    {
        [StaffColumn.Ppr] = Reserved.Ppr(FirstStranger + n),
        [StaffColumn.Cin] = Reserved.Cin(FirstStranger + n),
        [StaffColumn.LastNameAr] = lastAr,
        [StaffColumn.FirstNameAr] = firstAr,
        [StaffColumn.LastNameLatin] = last,
        [StaffColumn.FirstNameLatin] = first,
        [StaffColumn.Sex] = sex,
        [StaffColumn.BirthDate] = birth,
        [StaffColumn.Marital] = "1",
        [StaffColumn.RecruitedOn] = "01/09/2021",
        [StaffColumn.Grade] = "PEP_2",
        [StaffColumn.Echelon] = "2",
        [StaffColumn.EchelonSince] = "01/09/2023",
        [StaffColumn.Position] = "ACTIVITY",
        [StaffColumn.School] = school,
        [StaffColumn.PlacedOn] = "02/09/2021",
    };

    private static Dictionary<StaffColumn, string> With(Dictionary<StaffColumn, string> cells, StaffColumn column, string value) => new(cells) { [column] = value };
}
