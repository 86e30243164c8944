using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

/// <summary>A province with everybody a decision passes by, and staff in échelon 5 of scale 10 since January 2022 at the latest.</summary>
internal sealed class Province
{
    private static readonly SemaphoreSlim Once = new(1, 1);
    private readonly MassarApp app;

    private Province(MassarApp app, GivenSchool school) => (this.app, School) = (app, school);

    public GivenSchool School { get; }

    public GivenPerson Hr { get; private set; } = null!;

    public GivenPerson HeadOfService { get; private set; } = null!;

    public GivenPerson Director { get; private set; } = null!;

    public GivenPerson Control { get; private set; } = null!;

    public GivenPerson Signatory { get; private set; } = null!;

    public static async Task<Province> Make(MassarApp app, GivenSchool? inAcademyOf = null)
    {
        await Reference(app);
        var school = await app.Given.School(inProvinceOf: inAcademyOf);
        return new Province(app, school)
        {
            Hr = await app.Given.Person(Roles.HrManager, school.Directorate),
            HeadOfService = await app.Given.Person(Roles.HeadOfService, school.Directorate),
            Director = await app.Given.Person(Roles.ProvincialDirector, school.Directorate),
            Control = await app.Given.Person(Roles.FinancialControl, school.Academy),
            Signatory = await app.Given.Person(Roles.Signatory, school.Academy),
        };
    }

    /// <summary>A teacher with an account; rated, unless the rating is null. The career step of the harness makes him due at 16 and more.</summary>
    public async Task<GivenPerson> Teacher(decimal? rating = 17)
    {
        var person = await app.Given.Person(Roles.Teacher, School.Place);
        if (rating is { } points)
            await Rate(person.EmployeeId!.Value, points);
        return person;
    }

    public Task Rate(long employee, decimal points, int? year = null) => app.Write(async db =>
    {
        db.StaffRatings.Add(new StaffRating { EmployeeId = employee, Year = year ?? Given.Year, Points = points });
        await db.SaveChangesAsync();
    });

    /// <summary>Drafts for these people, by the manager, through the front door. In the order of the people.</summary>
    public async Task<long[]> Drafts(params GivenPerson[] people)
    {
        var hr = await app.SignIn(Hr);
        var reply = await hr.Api.PostAsJsonAsync("/api/decisions/echelon", new { on = (string?)null, employees = people.Select(p => p.EmployeeId!.Value).ToArray(), all = false });
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var batch = JsonDocument.Parse(body).RootElement.GetProperty("batch").GetInt64();
        var drafted = await app.Read(db => db.Decisions.Where(d => d.BatchId == batch).ToDictionaryAsync(d => d.EmployeeId, d => d.Id));
        return [.. people.Select(p => drafted[p.EmployeeId!.Value])];
    }

    public async Task Send(params long[] decisions)
    {
        var hr = await app.SignIn(Hr);
        var reply = await hr.Api.PostAsJsonAsync("/api/decisions/send", new { batch = (long?)null, decisions });
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    public async Task Grant(GivenPerson who, params long[] decisions)
    {
        var visitor = await app.SignIn(who);
        foreach (var decision in decisions)
        {
            var reply = await Visa(visitor, decision, "Granted");
            Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        }
    }

    public async Task<HttpResponseMessage> Visa(Visitor visitor, long decision, string act, string? reason = null, string? remark = null, int? version = null)
    {
        version ??= await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => d.Version).SingleAsync());
        return await visitor.Api.PostAsJsonAsync($"/api/decisions/{decision}/visa", new { version = $"{version}", act, reason, remark });
    }

    /// <summary>Decisions with all their visas, waiting for the signature.</summary>
    public async Task<long[]> ReadyToSign(params GivenPerson[] people)
    {
        var drafts = await Drafts(people);
        await Send(drafts);
        foreach (var who in (GivenPerson[])[HeadOfService, Director, Control])
            await Grant(who, drafts);
        return drafts;
    }

    public async Task<HttpResponseMessage> Sign(Visitor signatory, long decision)
    {
        var version = await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => d.Version).SingleAsync());
        return await signatory.Api.PostAsJsonAsync($"/api/decisions/{decision}/signature", new { version = $"{version}" });
    }

    /// <summary>A signed decision about this person.</summary>
    public async Task<long> Signed(GivenPerson person)
    {
        var id = (await ReadyToSign(person))[0];
        await MustSign(id);
        return id;
    }

    /// <summary>The signatory, who has just confirmed his identity, signs.</summary>
    public async Task MustSign(long id)
    {
        var reply = await Sign(await app.SignIn(Signatory, steppedUp: true), id);
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>The manager proposes to take a signed decision back.</summary>
    public async Task<HttpResponseMessage> Withdraw(long decision, string? reason = "material-error", string? remark = null, GivenPerson? by = null)
    {
        var version = await app.Read(db => db.Decisions.Where(d => d.Id == decision).Select(d => d.Version).SingleAsync());
        return await (await app.SignIn(by ?? Hr)).Api.PostAsJsonAsync($"/api/decisions/{decision}/withdrawal", new { version = $"{version}", reason, remark });
    }

    /// <summary>A withdrawal with all its visas, waiting for the signature.</summary>
    public async Task<long> WithdrawalReadyToSign(long decision, string reason = "material-error", string? remark = null)
    {
        var reply = await Withdraw(decision, reason, remark);
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var second = JsonDocument.Parse(body).RootElement.GetProperty("decision").GetInt64();
        await Send(second);
        foreach (var who in (GivenPerson[])[HeadOfService, Director, Control])
            await Grant(who, second);
        return second;
    }

    public Task<Decision> Decision(long id) => app.Read(db => db.Decisions.AsNoTracking().Include(d => d.Visas.OrderBy(v => v.Id)).SingleAsync(d => d.Id == id));

    /// <summary>What every test reads and none changes: the procedure, the table of scale 10, a grade.</summary>
    private static async Task Reference(MassarApp app)
    {
        await Once.WaitAsync();
        try
        {
            await app.Write(async db =>
            {
                if (!await db.DecisionProcedures.AnyAsync(p => p.Kind == DecisionProcedure.EchelonAdvancement))
                    db.DecisionProcedures.Add(DecisionProcedure.NewEchelonAdvancement(1, new DateOnly(2020, 1, 1)));
                if (!await db.DecisionProcedures.AnyAsync(p => p.Kind == DecisionProcedure.Withdrawal))
                    db.DecisionProcedures.Add(DecisionProcedure.NewWithdrawal(2, new DateOnly(2020, 1, 1)));
                int[] indexes = [275, 300, 326, 351, 377, 402, 428, 456, 484, 512];
                var known = await db.EchelonSteps.Where(s => s.Echelle == "10").Select(s => s.Echelon).ToListAsync();
                for (var i = 1; i <= indexes.Length; i++)
                    if (!known.Contains(i))
                        db.EchelonSteps.Add(new EchelonStep { Echelle = "10", Echelon = i, Index = indexes[i - 1], FastMonths = i < 10 ? 24 : null, MediumMonths = i < 10 ? 30 : null, SlowMonths = i < 10 ? 42 : null, Confidence = "test" });
                if (!await db.StaffGrades.AnyAsync(g => g.Code == "PES_2"))
                    db.StaffGrades.Add(new StaffGrade { Code = "PES_2", BodyAr = "هيئة التدريس", BodyFr = "Corps enseignant", CadreAr = "أستاذ التعليم الثانوي التأهيلي", CadreFr = "Professeur du secondaire qualifiant", GradeAr = "الدرجة الثانية", GradeFr = "2e grade", Echelle = "10", Confidence = "test" });
                await db.SaveChangesAsync();
            });
        }
        finally
        {
            Once.Release();
        }
    }
}
