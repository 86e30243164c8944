using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Reference.EditReferenceRow;

/// <summary>The ministry changes a row of reference data and says how sure it is.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{list}/rows/{key}";

    public static void Map(AreaRoutes area)
    {
        var ministry = area.Requiring(Permissions.Edit);

        ministry.Pages.MapGet(Route, (string list, string key, Bus bus) => bus.Ask(new Query(list, key)).As<Form>());
        ministry.Api.MapGet(Route, (string list, string key, Bus bus) => bus.Ask(new Query(list, key)).AsJson());

        ministry.Pages.MapPost(Route, async (string list, string key, HttpContext http, Bus bus) =>
            await bus.Do(new Command(list, key, Values(list, await http.Request.ReadFormAsync(http.RequestAborted)))).ThenAsk(new Query(list, key)).Saying("reference.saved").As<Form>());

        ministry.Api.MapPut(Route, (string list, string key, Input input, Bus bus) =>
            bus.Do(new Command(list, key, new Dictionary<string, string?>(input.Values, StringComparer.OrdinalIgnoreCase) { [Command.VersionField] = $"{input.Version}" })).AsJson());
    }

    /// <param name="Version">As it was read.</param>
    /// <param name="Values">By column name, written invariantly; columns left out stay as they are.</param>
    public sealed record Input(int Version, Dictionary<string, string?> Values);

    // A date is three fields.
    private static Dictionary<string, string?> Values(string list, IFormCollection form)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { [Command.VersionField] = form[Command.VersionField] };
        foreach (var column in ReferenceList.Find(list)?.Columns.Where(c => c.Set is not null) ?? [])
            if (column.Kind == ColumnKind.Day)
                values[column.Name] = $"{form[column.Name + "Year"]}-{form[column.Name + "Month"]}-{form[column.Name + "Day"]}";
            else if (form.TryGetValue(column.Name, out var value))
                values[column.Name] = value;
        return values;
    }
}
