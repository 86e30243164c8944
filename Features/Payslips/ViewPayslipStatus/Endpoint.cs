using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips.ViewPayslipStatus;

/// <summary>An employee sees, month by month, where the pay stands and why; and each line of a month in plain words.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Month = "{year:int:range(2000,2099)}-{month:int:range(1,12)}";

    public static void Map(AreaRoutes payslips)
    {
        payslips = payslips.Requiring(Permissions.Own).NeverStored();

        payslips.Pages.MapGet("", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());
        payslips.Pages.MapGet(Month, (int year, int month, Bus bus) => bus.Ask(new MonthQuery(year, month)).As<Card>());

        payslips.Api.MapGet("", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
        payslips.Api.MapGet(Month, (int year, int month, Bus bus) => bus.Ask(new MonthQuery(year, month)).AsJson());
    }
}
