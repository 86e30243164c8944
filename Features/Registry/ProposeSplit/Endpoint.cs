using Massar.Features.Registry.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry.ProposeSplit;

/// <summary>A directorate proposes that a school is split: its code closed, one or two opened, and every pupil given a place by list.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/schools/{id:int}/split";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose).NeverStored();

        area.Pages.MapGet(Route, (int id, string? on, long? from, Bus bus) => bus.Ask(new Query(id, on, from)).As<Form>());

        area.Pages.MapPost(Route, async (int id, long? from, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var command = new Command(
                id, form["Seen"], HasSecond(form) ? [School(form, Command.First), School(form, Command.Second)] : [School(form, Command.First)],
                form.Where(f => f.Key.StartsWith(Command.GroupField, StringComparison.Ordinal)).ToDictionary(f => f.Key[Command.GroupField.Length..], f => $"{f.Value}"),
                form[$"{Command.First}Pupils"], form[$"{Command.Second}Pupils"],
                new TypedPaper { Reference = form["Reference"], DocumentOn = form["DocumentOn"], EffectiveOn = form["EffectiveOn"], Remark = form["Remark"], Follows = form["Follows"] });
            return await bus.Do(command).ThenAsk(new Query(id, command.Paper.EffectiveOn, from)).GoingTo(Links.Change, saying: "registry.proposed").As<Form>();
        });

        area.Api.MapGet(Route, (int id, string? on, long? from, Bus bus) => bus.Ask(new Query(id, on, from)).AsJson());

        area.Api.MapPost(Route, (int id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    /// <param name="Seen">As it was read with the school.</param>
    /// <param name="Schools">One or two.</param>
    /// <param name="Groups">By key of a group: 1 or 2.</param>
    /// <param name="FirstPupils">Massar codes of pupils who go to the first school whatever their group.</param>
    /// <param name="SecondPupils">Massar codes of pupils who go to the second one.</param>
    /// <param name="Reference">Number of the paper.</param>
    /// <param name="DocumentOn">As 2026-01-31.</param>
    /// <param name="EffectiveOn">First day of the new schools, as 2026-09-01.</param>
    /// <param name="Follows">The returned proposal that this one corrects.</param>
    public sealed record Input(
        string? Seen, List<TypedSchool>? Schools, Dictionary<string, string>? Groups, string? FirstPupils, string? SecondPupils,
        string? Reference, string? DocumentOn, string? EffectiveOn, string? Remark, string? Follows)
    {
        internal Command To(int school) => new(
            school, Seen, Schools ?? [], Groups ?? [], FirstPupils, SecondPupils,
            new TypedPaper { Reference = Reference, DocumentOn = DocumentOn, EffectiveOn = EffectiveOn, Remark = Remark, Follows = Follows });
    }

    // Whoever leaves names and code of the second school empty opens one.
    private static bool HasSecond(IFormCollection form) => ((string[])["NameAr", "NameFr", "Code"]).Any(f => !string.IsNullOrWhiteSpace(form[Command.Second + f]));

    private static TypedSchool School(IFormCollection form, string prefix) => new()
    {
        Code = form[$"{prefix}Code"],
        NameAr = form[$"{prefix}NameAr"],
        NameFr = form[$"{prefix}NameFr"],
        Nature = form[$"{prefix}Nature"],
        Cycles = form[$"{prefix}Cycles"],
        Sector = form[$"{prefix}Sector"],
        Milieu = form[$"{prefix}Milieu"],
        Commune = form[$"{prefix}Commune"],
        Centre = form[$"{prefix}Centre"],
        AddressAr = form[$"{prefix}AddressAr"],
        Phone = form[$"{prefix}Phone"],
        Seats = form[$"{prefix}Seats"],
    };
}
