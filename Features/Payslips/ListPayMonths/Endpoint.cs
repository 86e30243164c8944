using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips.ListPayMonths;

/// <summary>A human resources manager sees how a month's pay stands for the staff of his place, to answer and to unblock; amounts stay the employee's own.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes payslips)
    {
        payslips = payslips.Requiring(Permissions.View).NeverStored();

        payslips.Pages.MapGet("staff", (string? month, string? state, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(month, state, q, page ?? 1)).As<Table>());

        payslips.Api.MapGet("staff", (string? month, string? state, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(month, state, q, page ?? 1)).AsJson());
    }
}
