using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Strikes.ShowDay;

/// <summary>Who entered a list, or the office above, reads the people of one strike day and where each case stands; what they replied is the office's alone.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/list.{kind}", (long id, Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(id, IsFile: true)).Then(day => exports.Hand(ExportKinds.StrikeDay, day.Lines.Count, () => File(kind, day, text, reader))));

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }

    private static IResult File(string kind, DayView day, Text text, Reader reader) =>
        SheetFile.Of(kind, "strike-day", text["strikes.day-of", Infrastructure.Text.Formats.ShortDate(day.Day)], text.Language == "ar", [],
        [
            SheetFile.HeadOf(text, "ui.ppr", "ui.name", "strikes.hours-due", "ui.status", "strikes.reply-due"),
            .. day.Lines.Select(l => (IReadOnlyList<object?>)[l.Ppr, reader.Name(l.NameAr, l.NameLatin), l.Hours, text[$"strikes.state.{l.State}"], l.ReplyDueOn]),
        ]);
}
