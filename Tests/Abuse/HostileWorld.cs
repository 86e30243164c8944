using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Web;
using Massar.Tests.Infrastructure.Seeding;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Abuse;

[CollectionDefinition(Name)]
public sealed class HostileCollection : ICollectionFixture<HostileWorld>
{
    public const string Name = "abuse";
}

/// <summary>One answer met on a walk through the program.</summary>
/// <param name="Role">Who walked; "" for somebody not signed in.</param>
/// <param name="Template">The route's template, or null where no route was behind the address.</param>
public sealed record Met(string Role, string Address, string? Template, HttpResponseMessage Answer, string Body)
{
    public HttpStatusCode Status => Answer.StatusCode;

    public bool IsHtml => Answer.Content.Headers.ContentType?.MediaType == "text/html";

    public override string ToString() => $"{(Role.Length == 0 ? "anyone" : Role)} {Address}: {(int)Status}";
}

/// <summary>
/// A planted school in which every name and note is an attack, and a person of each role to walk through it.
/// Areas that land later are planted, listed and walked through without a change here. The tests of the
/// collection run one after the other: some compare the whole database before and after.
/// </summary>
public sealed partial class HostileWorld : IAsyncLifetime
{
    public const string Script = "<script>alert(1)</script>";
    public const string Image = "\"><img src=x onerror=alert(1)>";
    public const string Bidi = "\u202e";
    private const int PerTemplate = 3;
    private const int PerWalk = 160;

    private readonly Dictionary<string, IReadOnlyList<Met>> walks = [];
    private MassarApp.Host host = null!;

    public MassarApp App { get; private set; } = null!;

    /// <summary>The connection string of this world's own database.</summary>
    public string Database => host.Database;

    /// <summary>Where its keys are, for a second program on the same database.</summary>
    public string State { get; private set; } = "";

    /// <summary>One planted person of each role the demo knows.</summary>
    public IReadOnlyList<GivenPerson> People { get; private set; } = [];

    public IReadOnlyList<RouteEntry> Routes { get; private set; } = [];

    public async Task InitializeAsync()
    {
        State = Directory.CreateTempSubdirectory("massar-abuse-state").FullName;
        var server = await MariaDbServer.Shared;
        host = new MassarApp.Host(await server.CreateDatabase(), State);
        App = MassarApp.Over(host);
        Routes = RouteList.Of(App.Services.GetServices<EndpointDataSource>());

        var accounts = (await PlantedAcademy.PlantInto(host, SeedPlan.Of("school", 3, MoroccanDay.Today(MassarApp.Clock))!)).Accounts;
        await App.Write(Poison);
        People = await App.Read(async db =>
        {
            var ids = accounts.Select(a => a.AccountId).ToList();
            return (await db.Accounts.Include(a => a.Hats).Where(a => ids.Contains(a.Id)).ToListAsync())
                .Select(a => (Account: a, Hat: a.Hats[0]))
                .Select(x => new GivenPerson(x.Account.Id, x.Hat.Id, x.Hat.Role, x.Account.Login, x.Hat.PlaceId)
                {
                    EmployeeId = x.Account.EmployeeId,
                    GuardianId = x.Account.GuardianId,
                    PupilId = x.Account.PupilId,
                })
                .DistinctBy(p => p.Role).OrderBy(p => p.Role, StringComparer.Ordinal).ToList();
        });
        // Numbers of given people must not meet those of the planted ones.
        while (Given.Next() < 20_000)
        {
        }
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(State, recursive: true);
    }

    /// <summary>What a role may call.</summary>
    public static bool Opens(RouteEntry route, string role) =>
        route.Anonymous || (role.Length > 0 && (route.Permissions.Count == 0 || route.Permissions.Any(Roles.PermissionsOf(role).Contains)));

    /// <summary>
    /// Follows every link from every address without parameters, as one role; the same walk is taken once.
    /// </summary>
    public async Task<IReadOnlyList<Met>> Walk(string role)
    {
        if (walks.TryGetValue(role, out var known))
            return known;

        var visitor = role.Length == 0 ? App.Visitor() : await App.SignIn(People.Single(p => p.Role == role), steppedUp: true);
        var met = new List<Met>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var perTemplate = new Dictionary<string, int>(StringComparer.Ordinal);
        var waiting = new Queue<string>(Routes.Where(r => r.Method == "GET" && Opens(r, role) && !r.Template.Contains('{', StringComparison.Ordinal)).Select(r => r.Template));
        while (met.Count < PerWalk && waiting.TryDequeue(out var address))
        {
            if (!seen.Add(address))
                continue;
            var template = TemplateOf("GET", address);
            var count = perTemplate.GetValueOrDefault(template ?? "");
            if (count >= PerTemplate)
                continue;
            perTemplate[template ?? ""] = count + 1;

            var answer = await visitor.Get(address);
            var page = new Met(role, address, template, answer, await answer.Content.ReadAsStringAsync());
            met.Add(page);
            if (answer.Headers.Location is { } next && Local(next.OriginalString) is { } target)
                waiting.Enqueue(target);
            if (!page.IsHtml)
                continue;
            foreach (var link in new HtmlParser().ParseDocument(page.Body).QuerySelectorAll("a[href]"))
                if (Local(link.GetAttribute("href")!) is { } follow)
                    waiting.Enqueue(follow);
        }

        return walks[role] = met;
    }

    /// <summary>The walks of everybody, the visitor who is not signed in included.</summary>
    public async Task<IReadOnlyList<Met>> WalkAll()
    {
        var all = new List<Met>(await Walk(""));
        foreach (var person in People)
            all.AddRange(await Walk(person.Role));
        return all;
    }

    /// <summary>The most special route an address leads to.</summary>
    public string? TemplateOf(string method, string address)
    {
        var path = address.Split('?')[0];
        return Routes.Where(r => r.Method == method && Matches(r.Template, path))
            .OrderBy(r => r.Template.Count(c => c == '{')).Select(r => r.Template).FirstOrDefault();
    }

    /// <summary>
    /// The rows and the check sum of every table, to tell whether anything was written. Without the counts of people shown:
    /// reading is counted on purpose, and the counts are written down seconds after the page, maybe during the next test.
    /// </summary>
    public Task<IReadOnlyDictionary<string, string>> Checksums() => App.Read(async db =>
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"CHECKSUM TABLE {string.Join(',', Tables(db.Model).Select(t => $"`{t}`"))}";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            sums[reader.GetString(0)] = Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture)!;
        return (IReadOnlyDictionary<string, string>)sums;
    });

    /// <summary>The tables whose sums differ.</summary>
    public static IReadOnlyList<string> Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. after.Where(t => before[t.Key] != t.Value).Select(t => t.Key)];

    /// <summary>An antiforgery token that the program takes for forms of this session.</summary>
    public static string TokenFor(string session)
    {
        var user = new CurrentUser();
        user.Enter(new SessionView(0, 0, "", "", null, new WornHat(0, Roles.Pupil, 0, ""), 1, true, null, null, null, null), session, byCookie: true);
        return Antiforgery.TokenFor(new DefaultHttpContext(), user);
    }

    private static IEnumerable<string> Tables(IModel model) => model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().Where(t => t != nameof(MassarDb.PersonReads));

    private static string? Local(string address)
    {
        if (!address.StartsWith('/') || address.StartsWith("//", StringComparison.Ordinal) || address.StartsWith("/a/", StringComparison.Ordinal) || address.Contains("lang=", StringComparison.Ordinal))
            return null;
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? address : address[..hash];
    }

    private static bool Matches(string template, string path)
    {
        var wanted = template.Trim('/').Split('/');
        var given = path.Trim('/').Split('/');
        if (wanted.Length != given.Length)
            return false;
        for (var i = 0; i < wanted.Length; i++)
        {
            if (!wanted[i].Contains('{', StringComparison.Ordinal))
            {
                if (!string.Equals(wanted[i], given[i], StringComparison.OrdinalIgnoreCase))
                    return false;
            }
            else if (Regex.IsMatch(wanted[i], ":(int|long)") && !Regex.IsMatch(given[i], "^-?[0-9]+$"))
            {
                return false;
            }
        }

        return true;
    }

    // Whatever people type into names and notes, everywhere at once. Codes, keys and indexed names stay.
    private static async Task Poison(Massar.Infrastructure.Data.MassarDb db)
    {
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null))
        {
            var unique = entity.GetKeys().SelectMany(k => k.Properties).Concat(entity.GetIndexes().Where(i => i.IsUnique).SelectMany(i => i.Properties)).ToHashSet();
            var columns = entity.GetProperties()
                .Where(p => p.ClrType == typeof(string) && !unique.Contains(p) && p.IsUnicode() != false && Free().IsMatch(p.Name) && (p.GetMaxLength() ?? 200) >= 60)
                .ToList();
            if (columns.Count == 0)
                continue;
            var sets = columns.Select(p =>
            {
                var attack = (p.GetMaxLength() ?? 200) >= 100 ? Script + Image + Bidi : Image + Bidi;
                var kept = (p.GetMaxLength() ?? 200) - attack.Length;
                return $"`{p.GetColumnName()}` = CONCAT(LEFT(`{p.GetColumnName()}`, {kept}), '{attack}')";
            });
            await db.Database.ExecuteSqlRawAsync($"UPDATE `{entity.GetTableName()}` SET {string.Join(", ", sets)}");
        }
    }

    [GeneratedRegex("^(First|Last|Full|Recipient)?Name(Ar|Fr|Latin)?$|^(Father|Mother|BirthPlace|Title|Street|Commune)(Ar|Fr|Latin)?$|(Note|Remark|Reason|Comment|Words)$")]
    private static partial Regex Free();
}
