using Massar.Features.Accounts;
using Massar.Features.Discipline.Domain;
using Massar.Features.Employees;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Discipline;

/// <summary>Three cases of the demo's directorate: one that awaits explanations, one that was answered, one with the council.</summary>
public sealed class Seed : ISeed
{
    public int Order => 165;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, employees, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var directorate = schools.Directorate;
        if (accounts.Of(Roles.HrManager).FirstOrDefault(a => a.PlaceId == directorate.Id) is not { } hr)
            return;
        var known = accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).Select(a => a.EmployeeId).ToHashSet();
        var staff = employees.Staff.Where(e => e.PlacePath.StartsWith(directorate.Path, StringComparison.Ordinal) && e.Role == Roles.Teacher).ToList();
        var people = staff.Where(e => known.Contains(e.Id)).Take(1).Concat(staff.Where(e => !known.Contains(e.Id)).Reverse().Take(2)).ToList();
        string[] facts =
        [
            "تأخر متكرر عن حصص الصباح خلال الأسبوع، دون إخبار إدارة المؤسسة",
            "عدم تسليم نقط المراقبة المستمرة في الأجل رغم تذكيرين كتابيين",
            "مغادرة المؤسسة قبل نهاية الحصة يومين متتاليين دون ترخيص",
        ];
        var cases = new List<DisciplineCase>();
        for (var i = 0; i < people.Count; i++)
        {
            var (opened, at) = (years.Today.AddDays(-3 - i * 14), MoroccanHour.Utc(years.Today.AddDays(-3 - i * 14), new TimeOnly(10, 0)));
            var one = new DisciplineCase
            {
                Id = seeding.NextId<DisciplineCase>(),
                EmployeeId = people[i].Id,
                PlaceId = directorate.Id,
                PlacePath = directorate.Path,
                FactsOn = opened.AddDays(-4),
                Facts = facts[i],
                Pieces = "تقرير رئيس المؤسسة",
                OpenedAt = at,
                OpenedByAccountId = hr.Id,
                ReplyDueOn = opened.AddDays(10),
            }.Begins(at);
            if (i > 0)
                one.Explain("كنت في ظرف عائلي طارئ، وأخبرت الإدارة بالهاتف في اليوم نفسه", onPaper: false, at.AddDays(4));
            if (i > 1)
                one.AskCouncil(opened.AddDays(6), opened.AddDays(36), at.AddDays(6));
            cases.Add(one);
        }

        await seeding.Insert(cases, ct);
    }
}
