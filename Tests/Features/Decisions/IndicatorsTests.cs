using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Decisions;

public sealed class IndicatorsTests(MassarApp app) : IClassFixture<MassarApp>
{
    /// <summary>AC-TAB-4: median and 90th percentile for each procedure and office, equal to a count by hand.</summary>
    [Fact]
    public async Task AC_TAB_4_the_delays_of_each_office_are_those_counted_by_hand()
    {
        var (province, other) = (await Province.Make(app), await Province.Make(app));
        var people = new List<GivenPerson>();
        for (var i = 0; i < 11; i++)
            people.Add(await province.Teacher());
        var ids = await province.Drafts([.. people]);
        await province.Send(ids);
        await province.Grant(province.HeadOfService, ids[..10]);
        Assert.True((await province.Visa(await app.SignIn(province.HeadOfService), ids[10], "Returned", "wrong-date")).IsSuccessStatusCode);
        await province.Grant(province.Director, ids[..2]);
        var stranger = await other.Drafts(await other.Teacher());
        await other.Send(stranger);
        await other.Grant(other.HeadOfService, stranger);
        // Eleven acts at the first office: 1 to 9, 20 and 40 days. One of them, of long ago, is out of the last three months.
        int[] days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 40];
        for (var i = 0; i < ids.Length; i++)
        {
            var (id, waited) = (ids[i], days[i]);
            await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE DecisionVisas SET WaitedDays = {waited} WHERE DecisionId = {id} AND Role = {Roles.HeadOfService}"));
        }

        var longAgo = DateTime.UtcNow.AddMonths(-4);
        await app.Read(db => db.Database.ExecuteSqlAsync($"UPDATE DecisionVisas SET At = {longAgo} WHERE DecisionId = {ids[10]} AND Role = {Roles.HeadOfService}"));
        var reader = await app.SignIn(province.Director, "fr");

        var year = await Lines(reader, "");
        var quarter = await Lines(reader, "?months=3");
        var all = await Lines(await app.SignIn(province.Control), "?show=all");

        var office = Assert.Single(year, l => l.Role == Roles.HeadOfService);
        Assert.Equal((province.School.Directorate.Id, 11, 6, 20, 40), (office.PlaceId, office.Acts, office.Median, office.Ninth, office.Slowest));
        // Ten acts: the middle lies between 5 and 6, halves go up; nine of ten took at most 9 days.
        office = Assert.Single(quarter, l => l.Role == Roles.HeadOfService);
        Assert.Equal((10, 6, 9, 20), (office.Acts, office.Median, office.Ninth, office.Slowest));
        Assert.Equal(2, Assert.Single(year, l => l.Role == Roles.ProvincialDirector).Acts);
        Assert.DoesNotContain(year, l => l.PlaceId == other.School.Directorate.Id);
        Assert.Contains(all, l => l.PlaceId == other.School.Directorate.Id && l.Role == Roles.HeadOfService);

        // By hand over everything there is of these offices.
        List<int> offices = [province.School.Directorate.Id, province.School.Academy.Id, other.School.Directorate.Id, other.School.Academy.Id];
        var since = DateTime.UtcNow.AddMonths(-12);
        var raw = await app.Read(db => db.DecisionVisas.Where(v => v.Step > 0 && v.At >= since && v.Act != DecisionAct.Opened && v.Act != DecisionAct.HandedOver && v.Act != DecisionAct.Withdrawn && v.Act != DecisionAct.Fell && v.Act != DecisionAct.Sent)
            .Join(db.DecisionProcedures, v => v.ProcedureId, p => p.Id, (v, p) => new { p.Kind, v.PlaceId, v.Role, v.WaitedDays }).ToListAsync());
        foreach (var line in all.Where(l => offices.Contains(l.PlaceId)))
        {
            var sorted = raw.Where(r => r.Kind == line.Kind && r.PlaceId == line.PlaceId && r.Role == line.Role).Select(r => r.WaitedDays).Order().ToArray();
            var middle = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2m;
            Assert.Equal((sorted.Length, (int)Math.Round(middle, MidpointRounding.AwayFromZero), sorted[(int)Math.Ceiling(sorted.Length * 0.9) - 1], sorted[^1]), (line.Acts, line.Median, line.Ninth, line.Slowest));
        }

        var page = await reader.Open(Links.Indicators());
        Assert.True(page.Says(Words.All.Say("fr", "decisions.indicators.median")));
        Assert.True(page.Says(Words.All.Say("fr", $"role.{Roles.HeadOfService}")));
        var file = await reader.Api.GetStringAsync(Links.Indicators(ending: ".csv"));
        Assert.Contains(";11;6;20;40", file.Replace(',', ';'), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(people[0])).Api.GetAsync("/api/decisions/indicators")).StatusCode);
    }

    private static async Task<List<Line>> Lines(Visitor reader, string query)
    {
        var lines = new List<Line>();
        for (var (page, pages) = (1, 1); page <= pages; page++)
        {
            var read = await reader.Api.GetFromJsonAsync<JsonElement>($"/api/decisions/indicators{query}{(query.Length > 0 ? '&' : '?')}page={page}");
            pages = read.GetProperty("pages").GetInt32();
            lines.AddRange(read.GetProperty("lines").Deserialize<List<Line>>(JsonSerializerOptions.Web)!);
        }

        return lines;
    }

    private sealed record Line(string Kind, int PlaceId, string Role, int Acts, int Median, int Ninth, int Slowest);
}
