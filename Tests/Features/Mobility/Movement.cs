using System.Globalization;
using Massar.Features.Mobility;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Mobility;

/// <summary>An academy with an open regional movement, a teacher of one of its schools, two schools to wish for, and both offices.</summary>
public sealed record Movement(MassarApp App, Campaign Campaign, GivenSchool School, GivenPerson Teacher, GivenSchool[] Others, GivenPerson Officer, GivenPerson AcademyOfficer)
{
    public static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    public static async Task<Movement> Open(MassarApp app, DateOnly? opensOn = null, DateOnly? closesOn = null, int maxWishes = 3, int minimumYears = 2)
    {
        var school = await app.Given.School();
        GivenSchool[] others = [await app.Given.School(inProvinceOf: school), await app.Given.School(inProvinceOf: school), await app.Given.School(inProvinceOf: school), await app.Given.School(inProvinceOf: school)];
        var campaign = new Campaign
        {
            CategoryCode = "REGIONAL",
            SchoolYearId = Given.Year,
            NameAr = $"الحركة الجهوية {school.Id}",
            NameFr = $"Mouvement régional {school.Id}",
            Scope = CampaignScope.Regional,
            PlaceId = school.Academy.Id,
            PlacePath = school.Academy.Path,
            Grades = "PES_",
            OpensOn = opensOn ?? Today.AddDays(-5),
            ClosesOn = closesOn ?? Today.AddDays(10),
            ContestsUntil = Today.AddDays(5),
            DirectorateFrom = Today.AddDays(-5),
            DirectorateUntil = Today.AddDays(20),
            AcademyFrom = Today.AddDays(-5),
            AcademyUntil = Today.AddDays(30),
            CountedOn = new DateOnly(Given.Year + 1, 8, 31),
            MaxWishes = maxWishes,
            WishKind = WishKind.School,
            MinimumYears = minimumYears,
            CorrectionDays = 5,
            State = CampaignState.Announced,
            Confidence = "to confirm",
        };
        campaign.Set(PointsTests.Scale());
        campaign.Set(
        [
            new PriorityRule { Case = PriorityCase.YearsInPost, Rank = 1, MinimumYears = 7, Confidence = "to confirm" },
            new PriorityRule { Case = PriorityCase.Couple, Rank = 2, Confidence = "to confirm" },
        ]);
        await app.Write(async db =>
        {
            db.Campaigns.Add(campaign);
            await db.SaveChangesAsync();
        });
        return new Movement(
            app, campaign, school, await app.Given.Person(Roles.Teacher, school.Place), others, await app.Given.Person(Roles.HrManager, school.Directorate),
            await app.Given.Person(Roles.AcademyMobility, school.Academy));
    }

    public string Apply => Links.Apply(Campaign.Id);

    /// <summary>The page with the lists open on a school's commune.</summary>
    public string ApplyAt(GivenSchool school) => $"{Apply}?Directorate={school.Directorate.Id}&Commune={school.Place.ParentId}";

    /// <summary>Adds wishes as a browser without script does.</summary>
    public async Task<Page> Wish(Visitor visitor, params GivenSchool[] schools)
    {
        Page page = null!;
        foreach (var school in schools)
        {
            page = await visitor.Open(ApplyAt(school));
            page = await page.SubmitForm("#add", "add", false, ("Place", school.Id.ToString(CultureInfo.InvariantCulture)));
        }

        return page;
    }

    /// <summary>Orders wishes and sends the request; answers its number.</summary>
    public async Task<long> Send(GivenPerson? teacher = null, params GivenSchool[] schools)
    {
        var visitor = await App.SignIn(teacher ?? Teacher);
        await Wish(visitor, schools.Length > 0 ? schools : [Others[0], Others[1]]);
        var receipt = await (await visitor.Open(Links.Submit(Campaign.Id))).Submit();
        Assert.Contains("/receipt", receipt.Address, StringComparison.Ordinal);
        return long.Parse(receipt.Address.Split('/')[3], CultureInfo.InvariantCulture);
    }

    public Task<MovementRequest> Read(long id) => App.Read(db => db.MovementRequests.AsNoTracking().Include(r => r.Wishes).SingleAsync(r => r.Id == id));

    public async Task<string> Chosen(params long[] ids) => string.Join(',', await Task.WhenAll(ids.Select(async id => $"{id}:{(await Read(id)).Version}")));
}
