package org

import (
	"net/url"

	"github.com/nha-san/nhasan/internal/platform/web"
)

// Pages is the administration of units and calendars.
type Pages struct{ svc *Service }

// NewPages returns the pages over a register.
func NewPages(s *Service) *Pages { return &Pages{s} }

// Routes lists the room's addresses.
func (p *Pages) Routes() []web.Route {
	view, edit, hours := web.Right(CanView), web.Right(CanEdit), web.Right(CanEditCalendar)
	return []web.Route{
		{Method: "GET", Path: calendarPath, Need: view, Do: p.showCalendar},
		{Method: "GET", Path: newDayPath, Need: hours, Do: p.showNewDay},
		{Method: "POST", Path: newDayPath, Need: hours, Do: p.addDay},
		{Method: "GET", Path: checkDayPath, Need: hours, Do: p.showCheckDay},
		{Method: "GET", Path: calendarPath + "/ngay/{id}/bo", Need: hours, Do: p.showRemoveDay},
		{Method: "POST", Path: calendarPath + "/ngay/{id}/bo", Need: hours, Do: p.removeDay},
		{Method: "GET", Path: hoursPath, Need: hours, Do: p.showHours},
		{Method: "POST", Path: hoursPath, Need: hours, Do: p.setHours},

		{Method: "GET", Path: unitsPath, Need: view, Do: p.showUnits},
		{Method: "GET", Path: unitsPath + "/{id}", Need: view, Do: p.showUnit},
		{Method: "POST", Path: unitsPath + "/{id}/ma", Need: edit, Do: p.setPrefix},
		{Method: "GET", Path: "/quan-tri/chuc-danh/{id}/bo-nhiem", Need: edit, Do: p.showAppoint},
		{Method: "POST", Path: "/quan-tri/chuc-danh/{id}/bo-nhiem", Need: edit, Do: p.appoint},
		{Method: "GET", Path: "/quan-tri/giu-chuc/{id}/ket-thuc", Need: edit, Do: p.showEndHolding},
		{Method: "POST", Path: "/quan-tri/giu-chuc/{id}/ket-thuc", Need: edit, Do: p.endHolding},
		{Method: "GET", Path: "/quan-tri/giu-chuc/{id}/chuyen", Need: edit, Do: p.showMove},
		{Method: "POST", Path: "/quan-tri/giu-chuc/{id}/chuyen", Need: edit, Do: p.move},
		{Method: "GET", Path: placePath, Need: edit, Do: p.showPlace},
		{Method: "POST", Path: placePath, Need: edit, Do: p.place},

		{Method: "GET", Path: leavePath, Need: web.Officers, Do: p.showLeave},
		{Method: "GET", Path: leavePath + "/nguoi", Need: web.Right(CanStandIn), Do: p.showLeaveWho},
		{Method: "GET", Path: newLeavePath, Need: web.Officers, Do: p.showNewLeave},
		{Method: "POST", Path: newLeavePath, Need: web.Officers, Do: p.newLeave},
		{Method: "GET", Path: leavePath + "/{id}/huy", Need: web.Officers, Do: p.showCancelLeave},
		{Method: "POST", Path: leavePath + "/{id}/huy", Need: web.Officers, Do: p.cancelLeave},
		{Method: "POST", Path: "/truc-thay/{id}/xac-nhan", Need: web.Right(CanStandIn), Do: p.confirmStandIn},
		{Method: "GET", Path: "/truc-thay/{id}/huy", Need: web.Officers, Do: p.showCancelStandIn},
		{Method: "POST", Path: "/truc-thay/{id}/huy", Need: web.Officers, Do: p.cancelStandIn},
	}
}

// The addresses.
const (
	calendarPath = "/quan-tri/lich"
	newDayPath   = calendarPath + "/ngay-moi"
	checkDayPath = newDayPath + "/xac-nhan"
	hoursPath    = calendarPath + "/gio"
	unitsPath    = "/quan-tri/don-vi"
	leavePath    = "/vang-mat"
	newLeavePath = leavePath + "/moi"
)

// to is an address with a query of names and values; empty values are left out.
func to(path string, query ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(query); i += 2 {
		if query[i+1] != "" {
			q.Set(query[i], query[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func unitPath(u Unit) string { return unitsPath + "/" + u.ID }

func appointPath(positionID string) string { return "/quan-tri/chuc-danh/" + positionID + "/bo-nhiem" }

func endPath(holdingID string) string { return "/quan-tri/giu-chuc/" + holdingID + "/ket-thuc" }

func standInPath(standInID string) string { return "/truc-thay/" + standInID }

func removeDayPath(dayID string) string { return calendarPath + "/ngay/" + dayID + "/bo" }
