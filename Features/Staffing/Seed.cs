using Massar.Features.Accounts;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;

namespace Massar.Features.Staffing;

/// <summary>
/// Answers to flags that the planted classes and timetables raise by themselves: at the school of the well-known head one in each state, at three other
/// schools of the directorate answers that wait for it.
/// </summary>
public sealed class Seed : ISeed
{
    private const int OtherSchools = 3;

    private static readonly string[] Reasons = ["COORDINATION", "CLUBS", "SUPPORT", "TASK"];

    /// <summary>After classes, timetables and whoever has moved.</summary>
    public int Order => 170;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededAccounts>());
        var (home, office) = (accounts.Demo(Roles.Head), accounts.Demo(Roles.HrManager));
        var heads = accounts.Of(Roles.Head).DistinctBy(a => a.PlaceId).ToDictionary(a => a.PlaceId);
        heads[home.PlaceId] = home;
        var desk = new UseDesk(seeding.Db, seeding.Services.GetRequiredService<TimeProvider>());
        List<FlagCase> cases = [];
        List<FlagStep> steps = [];
        var chosen = schools.Schools.Where(s => s.IsPublic && heads.ContainsKey(s.Id) && s.Id != home.PlaceId && s.Directorate.Id == schools.Directorate.Id).Take(OtherSchools).Select(s => s.Id);
        foreach (var school in chosen.Prepend(home.PlaceId))
        {
            if (await desk.Read(school, ct) is not { } use)
                continue;
            var asked = use.Flags.Select(f => f.Flag).Where(f => f.Rule == FlagRule.UnderUsed).OrderBy(f => f.EmployeeId).ToList();
            // Of the school the demo shows one flag stays without an answer.
            var states = school == home.PlaceId ? (FlagState[])[FlagState.Sent, FlagState.Accepted, FlagState.Returned, FlagState.Lapsed] : [FlagState.Sent];
            foreach (var (flag, index) in asked.Skip(school == home.PlaceId && asked.Count > states.Length ? 1 : 0).Take(states.Length).Select((f, i) => (f, i)))
                Plant(use, flag, states[index], heads[school], Reasons[(index + cases.Count) % Reasons.Length]);
        }

        await seeding.Insert(cases, ct);
        await seeding.Insert(steps, ct);

        void Plant(SchoolUse use, StaffFlag flag, FlagState state, SeededAccount head, string reason)
        {
            var made = new FlagCase
            {
                Id = seeding.NextId<FlagCase>(),
                SchoolId = use.SchoolId,
                PlacePath = use.PlacePath,
                SchoolYearId = use.Frame.Year,
                Rule = flag.Rule,
                FlagKey = flag.Key,
                EmployeeId = flag.EmployeeId,
                SubjectCode = "",
            };
            // Answered when the hours were others.
            var answered = state == FlagState.Lapsed ? flag with { Taught = flag.Taught >= 1 ? flag.Taught - 1 : flag.Taught + 1 } : flag;
            var at = MoroccanHour.Utc(years.Today.AddDays(-6 + cases.Count % 4), new TimeOnly(10, 30));
            _ = made.Answer(answered, new FlagAnswer(reason, answered.Gap, $"{40 + cases.Count}/{years.Today.Year}", null, null), head.Id, at);
            steps.Add(Step(made, head, at));
            if (state != FlagState.Sent)
            {
                _ = made.Decide(state == FlagState.Returned ? Words.All.Say("ar", "staffing.demo.ruling") : null, office.Id, at.AddHours(26));
                steps.Add(Step(made, office, at.AddHours(26)));
            }

            cases.Add(made);
        }

        FlagStep Step(FlagCase made, SeededAccount by, DateTime at)
        {
            var step = made.Step(by.Id, by.Role, at);
            return new FlagStep
            {
                Id = seeding.NextId<FlagStep>(),
                CaseId = step.CaseId,
                SchoolId = step.SchoolId,
                State = step.State,
                Due = step.Due,
                Taught = step.Taught,
                ReasonCode = step.ReasonCode,
                Hours = step.Hours,
                Reference = step.Reference,
                Words = step.Words,
                AccountId = step.AccountId,
                Role = step.Role,
                At = step.At,
            };
        }
    }
}
